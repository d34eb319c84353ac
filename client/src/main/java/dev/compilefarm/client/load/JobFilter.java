package dev.compilefarm.client.load;

import dev.compilefarm.client.load.JobsPage.Job;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which jobs somebody asks for, as far as a dispatcher does not select them itself.
 *
 * @param compiler its name, or the whole path by which a request named it
 * @param volunteer the pod that had the job last
 * @param outcomes as the dispatcher writes them; empty: any, and jobs that have not ended too
 * @param refused only jobs that ended otherwise than done
 */
public record JobFilter(
    Optional<String> compiler, Optional<String> volunteer, Set<String> outcomes, boolean refused)
    implements Predicate<Job> {
  /** Every job. */
  public static final JobFilter NONE =
      new JobFilter(Optional.empty(), Optional.empty(), Set.of(), false);

  private static final String DONE = "DONE";

  public JobFilter {
    outcomes = Set.copyOf(outcomes);
  }

  @Override
  public boolean test(Job job) {
    return compiler.map(name -> isCompiler(job.compiler(), name)).orElse(true)
        && volunteer.map(name -> name.equals(job.volunteer())).orElse(true)
        && (outcomes.isEmpty() || (job.outcome() != null && outcomes.contains(job.outcome())))
        && (!refused || (job.outcome() != null && !job.outcome().equals(DONE)));
  }

  private static boolean isCompiler(String path, String name) {
    return path != null && (path.equals(name) || path.endsWith("/" + name));
  }
}
