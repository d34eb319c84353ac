package dev.compilefarm.client.build;

import dev.compilefarm.client.load.JobsPage.Job;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a build used of the farm, as the dispatcher saw it.
 *
 * @param pumpJobs those that came in pump mode
 * @param waitedSeconds of all its jobs together
 * @param volunteerSeconds slots times seconds
 * @param notDone jobs that ended without a compiler's word, most of a kind first
 */
public record FarmShare(
    int jobs, int pumpJobs, double waitedSeconds, double volunteerSeconds, List<NotDone> notDone) {
  private static final int PUMP = 3;

  /** The compiler answered, or the build itself went away. */
  private static final Set<String> NO_FAULT = Set.of("DONE", "ABANDONED");

  public FarmShare {
    notDone = List.copyOf(notDone);
  }

  /**
   * Jobs with the same outcome.
   *
   * @param outcome in the words of the verb {@code jobs}
   * @param sentence what the client of one of them was told; empty where it was told nothing
   */
  public record NotDone(String outcome, int jobs, String sentence) {
    private static NotDone of(String outcome, List<Job> jobs) {
      String told =
          jobs.stream().map(Job::sentence).filter(Objects::nonNull).findFirst().orElse("");
      return new NotDone(outcome.toLowerCase(Locale.ROOT), jobs.size(), told);
    }
  }

  /** What these jobs used. */
  public static FarmShare of(List<Job> own) {
    Map<String, List<Job>> faults =
        own.stream()
            .filter(job -> job.outcome() != null && !NO_FAULT.contains(job.outcome()))
            .collect(Collectors.groupingBy(Job::outcome));
    return new FarmShare(
        own.size(),
        (int) own.stream().filter(job -> job.protocol() == PUMP).count(),
        own.stream().mapToDouble(Job::waitedSeconds).sum(),
        own.stream()
            .mapToDouble(job -> job.servedSeconds() == null ? 0 : job.servedSeconds())
            .sum(),
        faults.entrySet().stream()
            .map(entry -> NotDone.of(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingInt(NotDone::jobs).reversed().thenComparing(NotDone::outcome))
            .toList());
  }
}
