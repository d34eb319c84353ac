package dev.compilefarm.client.cluster;

import dev.compilefarm.client.diagnosis.FarmState;

/**
 * A farm as its dispatcher tells it: for a build in the cluster that has no rights there. A
 * NetworkPolicy of the farm may keep the build from the port.
 *
 * @param host the dispatcher's own Service, which has the admin port; the farm's has ports for jobs
 */
public record DispatcherAlone(String farm, String host, int port) implements FarmSource {
  /**
   * Asks nothing yet.
   *
   * @param farmHost the farm's Service, as a host list names it
   */
  public static DispatcherAlone of(String farm, String farmHost) {
    String host =
        farmHost.equals(farm) || farmHost.startsWith(farm + ".")
            ? farm + "-dispatcher" + farmHost.substring(farm.length())
            : farmHost;
    return new DispatcherAlone(farm, host, Dispatcher.ADMIN_PORT);
  }

  @Override
  public FarmState state() {
    try (Dispatcher asked = dispatcher()) {
      return FarmState.told(farm, asked.load());
    }
  }

  @Override
  public Dispatcher dispatcher() {
    return Dispatcher.at(host, port);
  }
}
