package dev.compilefarm.client.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.client.load.JobsPage.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JobSearchTest {
  private static final Pattern QUERY =
      Pattern.compile("/v1/jobs\\?limit=(\\d+)&tenant=nightly(?:&after=(\\d+))?");

  private static final String TENANT = "&tenant=nightly";

  /** Job n of so many has compiler gcc-n, and every 500th was refused. */
  private static final class Pages implements UnaryOperator<String> {
    private final long jobs;
    private final List<Integer> limits = new ArrayList<>();

    Pages(long jobs) {
      this.jobs = jobs;
    }

    @Override
    public String apply(String path) {
      Matcher query = QUERY.matcher(path);
      assertTrue(query.matches(), path);
      int limit = Integer.parseInt(query.group(1));
      limits.add(limit);
      long newest = query.group(2) == null ? jobs : Long.parseLong(query.group(2)) - 1;
      long oldest = Math.max(1, newest - limit + 1);
      return "{\"jobs\": [%s], \"next\": %s}"
          .formatted(
              LongStream.rangeClosed(oldest, newest)
                  .mapToObj(Pages::job)
                  .collect(Collectors.joining(",")),
              oldest == 1 ? "null" : "\"" + oldest + "\"");
    }

    private static String job(long id) {
      return ("{\"id\": %d, \"compiler\": \"/usr/bin/gcc-%d\", \"volunteer\": \"main-volunteers-%d\","
              + " \"outcome\": \"%s\"}")
          .formatted(id, id, id % 3, id % 500 == 0 ? "POISON" : "DONE");
    }
  }

  private static JobFilter compiler(String name) {
    return new JobFilter(Optional.of(name), Optional.empty(), Set.of(), false);
  }

  private static JobFilter outcome(String name) {
    return new JobFilter(Optional.empty(), Optional.empty(), Set.of(name), false);
  }

  private static List<Long> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  @Test
  void asksForNoMoreThanIsWanted() {
    Pages pages = new Pages(5000);
    JobSearch.Found found = JobSearch.newest(pages, TENANT, JobFilter.NONE, 2);
    assertEquals(List.of(4999L, 5000L), ids(found.jobs()));
    assertEquals(List.of(2), pages.limits);
  }

  @Test
  void goesBackUntilEnoughMatch() {
    Pages pages = new Pages(5000);
    JobSearch.Found found = JobSearch.newest(pages, TENANT, outcome("POISON"), 3);
    assertEquals(List.of(4000L, 4500L, 5000L), ids(found.jobs()));
    assertEquals(2, pages.limits.size());
    assertFalse(found.isAll());
  }

  @Test
  void saysHowFarItLooked() {
    JobSearch.Found one = JobSearch.newest(new Pages(2345), TENANT, compiler("gcc-17"), 100);
    assertEquals(List.of(17L), ids(one.jobs()));
    assertEquals(
        "1 of the 2345 newest jobs of nightly match. The dispatcher knows no others: it keeps the last 10,000"
            + " that ended.",
        one.reach(" of nightly"));
    JobSearch.Found none = JobSearch.newest(new Pages(90_000), TENANT, compiler("gcc-17"), 100);
    assertEquals(
        "0 of the 20000 newest jobs match. Older ones were not looked at.", none.reach(""));
  }

  @Test
  void readsABoundedNumberOfPages() {
    Pages pages = new Pages(90_000);
    assertEquals(20_000, JobSearch.newest(pages, TENANT, compiler("none"), 1).looked());
    assertEquals(20, pages.limits.size());
  }

  @Test
  void findsTheJobsOfABuild() {
    Pages pages = new Pages(5000);
    assertEquals(
        LongStream.rangeClosed(2501, 5000).boxed().collect(Collectors.toSet()),
        Set.copyOf(ids(JobSearch.since(pages, TENANT, 2500))));
    assertEquals(3, pages.limits.size());
  }

  @Test
  void filtersByAllThatIsAsked() {
    Job refused = job("/usr/bin/g++", "main-volunteers-a", "TOO_LARGE");
    assertTrue(JobFilter.NONE.test(refused));
    assertTrue(compiler("g++").test(refused));
    assertTrue(compiler("/usr/bin/g++").test(refused));
    assertFalse(compiler("+").test(refused));
    assertTrue(outcome("TOO_LARGE").test(refused));
    assertFalse(outcome("DONE").test(refused));
    assertTrue(new JobFilter(Optional.empty(), Optional.empty(), Set.of(), true).test(refused));
    JobFilter elsewhere =
        new JobFilter(Optional.of("g++"), Optional.of("main-volunteers-b"), Set.of(), false);
    assertFalse(elsewhere.test(refused));
    Job waiting = job(null, null, null);
    assertFalse(compiler("g++").test(waiting));
    assertFalse(outcome("DONE").test(waiting));
    assertFalse(new JobFilter(Optional.empty(), Optional.empty(), Set.of(), true).test(waiting));
  }

  private static Job job(String compiler, String volunteer, String outcome) {
    return new Job(
        1, "nightly", compiler, 2, 0, 0, null, null, null, 0, null, volunteer, 1, "ENDED", outcome,
        null);
  }
}
