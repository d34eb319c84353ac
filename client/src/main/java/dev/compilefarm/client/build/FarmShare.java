package dev.compilefarm.client.build;

import dev.compilefarm.client.load.JobsPage.Job;
import java.util.List;

/**
 * What a build used of the farm, as the dispatcher saw it.
 *
 * @param pumpJobs those that came in pump mode
 * @param waitedSeconds of all its jobs together
 * @param volunteerSeconds slots times seconds
 */
public record FarmShare(int jobs, int pumpJobs, double waitedSeconds, double volunteerSeconds) {
  private static final int PUMP = 3;

  /** What these jobs used. */
  public static FarmShare of(List<Job> own) {
    return new FarmShare(
        own.size(),
        (int) own.stream().filter(job -> job.protocol() == PUMP).count(),
        own.stream().mapToDouble(Job::waitedSeconds).sum(),
        own.stream()
            .mapToDouble(job -> job.servedSeconds() == null ? 0 : job.servedSeconds())
            .sum());
  }
}
