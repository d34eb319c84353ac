package dev.compilefarm.client.load;

import dev.compilefarm.client.load.JobsPage.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Reads a dispatcher's jobs page by page, from the newest back in time. One page comes after the
 * other, since a dispatcher makes only two such replies at a time.
 */
public final class JobSearch {
  /** Ended jobs that a dispatcher keeps. */
  private static final int KEPT = 10_000;

  private static final int PAGE = 1000;

  /** All that ended, and as many that live. */
  private static final int PAGES = 2 * KEPT / PAGE;

  private JobSearch() {}

  /**
   * What was found.
   *
   * @param jobs in the order of their arrival
   * @param looked jobs that were looked at
   * @param isAll whether there are no older jobs
   */
  public record Found(List<Job> jobs, int looked, boolean isAll) {
    public Found {
      jobs = List.copyOf(jobs);
    }

    /**
     * How far the search went, in words: for somebody who asked for more than was found.
     *
     * @param which words that come after "jobs", such as those of the dispatcher's own filters
     */
    public String reach(String which) {
      return "%d of the %d newest jobs%s match. %s"
          .formatted(
              jobs.size(),
              looked,
              which,
              isAll
                  ? "The dispatcher knows no others: it keeps the last 10,000 that ended."
                  : "Older ones were not looked at.");
    }
  }

  /**
   * The newest jobs that a filter takes.
   *
   * @param dispatcher answers a path with the body of its page
   * @param query further parameters, each with a {@code &} before it
   * @param most as many are enough
   */
  public static Found newest(
      UnaryOperator<String> dispatcher, String query, JobFilter filter, int most) {
    int page = filter.equals(JobFilter.NONE) ? Math.min(most, PAGE) : PAGE;
    List<Job> matching = new ArrayList<>();
    List<Job> looked = new ArrayList<>();
    boolean isAll =
        read(
            dispatcher,
            page,
            query,
            jobs -> {
              looked.addAll(jobs);
              jobs.stream().filter(filter).forEach(matching::add);
              return matching.size() < most;
            });
    List<Job> newest =
        matching.stream()
            .sorted(Comparator.comparingLong(Job::id).reversed())
            .limit(most)
            .toList()
            .reversed();
    return new Found(newest, looked.size(), isAll);
  }

  /**
   * The jobs that arrived after another one, as far as they are still known.
   *
   * @param query as in {@link #newest}
   */
  public static List<Job> since(UnaryOperator<String> dispatcher, String query, long id) {
    List<Job> newer = new ArrayList<>();
    read(
        dispatcher,
        PAGE,
        query,
        jobs -> {
          jobs.stream().filter(job -> job.id() > id).forEach(newer::add);
          return jobs.stream().allMatch(job -> job.id() > id);
        });
    return newer;
  }

  /** Whether the oldest page was read. */
  private static boolean read(
      UnaryOperator<String> dispatcher,
      int limit,
      String query,
      Predicate<List<Job>> isMoreWanted) {
    String after = "";
    for (int page = 0; page < PAGES; page++) {
      JobsPage read = JobsPage.of(dispatcher.apply("/v1/jobs?limit=" + limit + query + after));
      boolean goOn = isMoreWanted.test(read.jobs());
      if (read.next() == null) {
        return true;
      }
      if (!goOn) {
        return false;
      }
      after = "&after=" + read.next();
    }
    return false;
  }
}
