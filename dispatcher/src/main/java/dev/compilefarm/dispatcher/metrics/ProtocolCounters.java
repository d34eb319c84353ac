package dev.compilefarm.dispatcher.metrics;

import dev.compilefarm.dispatcher.dispatch.JobObserver;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts jobs by the version of distcc's protocol, and those that fell back from pump to plain
 * mode. All series exist from the start, at zero. Thread-safe.
 */
public final class ProtocolCounters implements JobObserver {
  private static final int VERSIONS = 3;

  private final List<Counter> byVersion;
  private final Counter fallenBack;

  public ProtocolCounters(MeterRegistry registry) {
    byVersion =
        IntStream.rangeClosed(1, VERSIONS)
            .mapToObj(version ->
                Counter.builder("compilefarm.jobs.by.protocol")
                    .description(
                        "Jobs that ended, by the version of the protocol: 3 is pump mode, 1 and 2 are plain mode")
                    .tag("version", Integer.toString(version))
                    .register(registry))
            .toList();
    fallenBack =
        Counter.builder("compilefarm.jobs.fallen.back")
            .description("Jobs that came in plain mode although their tenant's came in pump mode")
            .register(registry);
  }

  @Override
  public void ended(JobRecord job) {
    byVersion.get(job.protocol() - 1).increment();
    if (job.fellBack()) {
      fallenBack.increment();
    }
  }
}
