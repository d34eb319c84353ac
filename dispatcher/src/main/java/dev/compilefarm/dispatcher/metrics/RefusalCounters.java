package dev.compilefarm.dispatcher.metrics;

import dev.compilefarm.dispatcher.dispatch.JobObserver;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts jobs that cannot be distributed, by the option that is to blame in the spelling of the
 * dispatcher's own table. A series begins with its first job. Thread-safe.
 */
public final class RefusalCounters implements JobObserver {
  /** The label of what is past {@link #OPTIONS_MAX}, and where no option is to blame. */
  static final String OTHER = "other";

  /** More than the table has rows, so that no mistake in it makes series without end. */
  static final int OPTIONS_MAX = 300;

  private final MeterRegistry registry;
  private final Set<String> options = ConcurrentHashMap.newKeySet();

  public RefusalCounters(MeterRegistry registry) {
    this.registry = registry;
    counter(OTHER);
  }

  @Override
  public void ended(JobRecord job) {
    if (job.outcome().equals(Optional.of(Outcome.NOT_DISTRIBUTABLE))) {
      counter(label(job.about())).increment();
    }
  }

  private String label(String about) {
    boolean isKnown = options.contains(about) || options.size() < OPTIONS_MAX;
    if (about.isEmpty() || !isKnown) {
      return OTHER;
    }
    options.add(about);
    return about;
  }

  private Counter counter(String option) {
    return Counter.builder("compilefarm.jobs.not.distributable")
        .description("Jobs that cannot be distributed, by the option that is to blame")
        .tag("option", option)
        .register(registry);
  }
}
