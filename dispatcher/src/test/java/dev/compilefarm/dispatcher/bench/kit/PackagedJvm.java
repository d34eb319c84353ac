package dev.compilefarm.dispatcher.bench.kit;

import dev.compilefarm.dispatcher.bench.client.RawClient;
import dev.compilefarm.dispatcher.bench.volunteer.SleepOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The JVM of the dispatcher's image in the pod that the operator makes, and its way to be warm. */
public final class PackagedJvm {

  /** 45 % of the pod's 512 MiB, as {@code MaxRAMPercentage} has it. */
  public static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-Xmx230m", "-XX:+ExitOnOutOfMemoryError");

  private static final int WARM_UP_JOBS = 2000;
  private static final int WARM_UP_RATE = 400;

  private PackagedJvm() {}

  /**
   * Sends jobs that take no time, one after the other, at most 400 a second: after them the JVM has
   * compiled what a job needs, as it has in a dispatcher that served its first builds.
   *
   * @param port of a dispatcher whose volunteers sleep as they are told, or not at all
   */
  public static void warmUp(int port) throws IOException, InterruptedException {
    warmUp(port, SleepOrder.request(Duration.ZERO), WARM_UP_JOBS);
  }

  /** The same with another request. */
  public static void warmUp(int port, byte[] request, int jobs)
      throws IOException, InterruptedException {
    InetSocketAddress dispatcher = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    RawClient client = new RawClient(InetAddress.getLoopbackAddress());
    Pace pace = new Pace(WARM_UP_RATE);
    for (int i = 0; i < jobs; i++) {
      pace.await();
      client.run(request, dispatcher);
    }
  }
}
