package dev.compilefarm.bench.load.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What came of one user's make.
 *
 * @param beginNanos the begin of the run, of {@link System#nanoTime}
 */
public record UserTimes(long beginNanos, List<Compiled> jobs) {

  public UserTimes {
    jobs = List.copyOf(jobs);
  }

  /** When the last job ended, from the begin of the run. */
  public Duration end() {
    return jobs.stream()
        .map(job -> Duration.ofNanos(job.endedNanos() - beginNanos))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** How many jobs the user's own machine did. */
  public long atHome() {
    return jobs.stream().filter(Compiled::atHome).count();
  }

  /** How many connections failed. */
  public int hangUps() {
    return jobs.stream().mapToInt(Compiled::hangUps).sum();
  }

  /** Adds what each job waited, in microseconds. */
  public void addWaitsTo(Histogram micros) {
    jobs.forEach(job -> micros.recordValue(Math.max(0, job.waited().toNanos() / 1000)));
  }
}
