package dev.compilefarm.dispatcher.metrics;

import dev.compilefarm.dispatcher.discovery.Discovery;
import dev.compilefarm.dispatcher.discovery.DiscoveryObserver;
import dev.compilefarm.dispatcher.discovery.ListFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * How old the list of volunteers is, and what befell it. All series exist from the start, at zero.
 * Thread-safe.
 */
public final class DiscoveryMeters implements DiscoveryObserver {
  private final Map<ListFault, Counter> failures = new EnumMap<>(ListFault.class);
  private final Counter restarts;

  public DiscoveryMeters(MeterRegistry registry) {
    for (ListFault fault : ListFault.values()) {
      failures.put(
          fault,
          Counter.builder("compilefarm.volunteer.list.failures")
              .description("Failed attempts to list or to watch the volunteers, by reason")
              .tag("reason", Label.of(fault))
              .register(registry));
    }
    restarts =
        Counter.builder("compilefarm.volunteer.list.restarts")
            .description(
                "Restarts of the thread that follows the API server, because it had ended or hung")
            .register(registry);
  }

  /** Registers the age of the list. */
  public static void register(MeterRegistry registry, Discovery discovery) {
    Gauge.builder(
            "compilefarm.volunteer.list.age.seconds", discovery, d -> d.age().toMillis() / 1e3)
        .description("Time since the API server last confirmed the list of volunteers")
        .register(registry);
  }

  @Override
  public void failed(ListFault fault) {
    failures.get(fault).increment();
  }

  @Override
  public void restarted() {
    restarts.increment();
  }
}
