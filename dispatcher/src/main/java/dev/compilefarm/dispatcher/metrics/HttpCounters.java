package dev.compilefarm.dispatcher.metrics;

import dev.compilefarm.dispatcher.http.Closing;
import dev.compilefarm.dispatcher.http.HttpObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts what the admin port does not do for everybody. All series exist from the start. */
public final class HttpCounters implements HttpObserver {
  private final Map<Closing, Counter> closed = new EnumMap<>(Closing.class);
  private final Counter refused;

  public HttpCounters(MeterRegistry registry) {
    for (Closing reason : Closing.values()) {
      closed.put(
          reason,
          Counter.builder("compilefarm.admin.connections.closed")
              .description("Connections to the admin port that the dispatcher closed, by reason")
              .tag("reason", Label.of(reason))
              .register(registry));
    }
    refused =
        Counter.builder("compilefarm.admin.requests.refused")
            .description(
                "Requests at the admin port answered with 503, because too many ask for the same page")
            .register(registry);
  }

  @Override
  public void closed(Closing reason) {
    closed.get(reason).increment();
  }

  @Override
  public void refused() {
    refused.increment();
  }
}
