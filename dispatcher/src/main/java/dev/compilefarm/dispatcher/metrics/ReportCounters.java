package dev.compilefarm.dispatcher.metrics;

import dev.compilefarm.dispatcher.discovery.ReportObserver;
import dev.compilefarm.dispatcher.discovery.ReportVerdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts volunteers' reports. All series exist from the start, at zero. Thread-safe. */
public final class ReportCounters implements ReportObserver {
  private final Map<ReportVerdict, Counter> reports = new EnumMap<>(ReportVerdict.class);

  public ReportCounters(MeterRegistry registry) {
    for (ReportVerdict verdict : ReportVerdict.values()) {
      reports.put(
          verdict,
          Counter.builder("compilefarm.volunteer.reports")
              .description("Reports of volunteers that they listen, by outcome")
              .tag("outcome", Label.of(verdict))
              .register(registry));
    }
  }

  @Override
  public void reported(ReportVerdict verdict) {
    reports.get(verdict).increment();
  }
}
