package dev.compilefarm.client.build;

import dev.compilefarm.client.load.JobsPage.Job;
import java.util.List;

/**
 * What a build used of the farm, as the dispatcher saw it.
 *
 * @param waitedSeconds of all its jobs together
 * @param volunteerSeconds slots times seconds
 */
public record FarmShare(int jobs, double waitedSeconds, double volunteerSeconds) {
  /** What these jobs used. */
  public static FarmShare of(List<Job> own) {
    return new FarmShare(
        own.size(),
        own.stream().mapToDouble(Job::waitedSeconds).sum(),
        own.stream()
            .mapToDouble(job -> job.servedSeconds() == null ? 0 : job.servedSeconds())
            .sum());
  }
}
