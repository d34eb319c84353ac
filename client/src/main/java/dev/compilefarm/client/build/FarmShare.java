package dev.compilefarm.client.build;

import dev.compilefarm.client.load.JobsPage.Job;
import java.util.List;
import java.util.Set;

/**
 * What a build used of the farm, as the dispatcher saw it.
 *
 * @param waitedSeconds of all its jobs together
 * @param volunteerSeconds slots times seconds
 */
public record FarmShare(int jobs, double waitedSeconds, double volunteerSeconds) {
  /**
   * The jobs of these tenants after a moment.
   *
   * @param afterId the newest job before the build
   */
  public static FarmShare of(List<Job> jobs, Set<String> tenants, long afterId) {
    List<Job> own =
        jobs.stream().filter(job -> job.id() > afterId && tenants.contains(job.tenant())).toList();
    return new FarmShare(
        own.size(),
        own.stream().mapToDouble(Job::waitedSeconds).sum(),
        own.stream()
            .mapToDouble(job -> job.servedSeconds() == null ? 0 : job.servedSeconds())
            .sum());
  }
}
