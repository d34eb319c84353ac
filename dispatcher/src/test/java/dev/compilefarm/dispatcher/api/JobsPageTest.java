package dev.compilefarm.dispatcher.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.JobRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JobsPageTest {
  private final NavigableMap<Long, JobRecord> jobs = new TreeMap<>();
  private int mostAtOnce;

  @Test
  void aPageHasTheNewestInTheOrderOfTheirArrival() {
    arrive(1, 5, "a");
    JobsPage page = page("2", null, null);
    assertEquals(List.of(4L, 5L), ids(page));
    assertEquals(OptionalLong.of(4), page.next());
  }

  @Test
  void theLastPageNamesNoNext() {
    arrive(1, 4, "a");
    assertEquals(OptionalLong.empty(), page("4", null, null).next());
    assertEquals(OptionalLong.empty(), page("2", "3", null).next());
    assertEquals(List.of(), ids(page("2", "1", null)));
  }

  @Test
  void allPagesTogetherHaveEachJobOnceWhateverComesAndGoes() {
    arrive(1, 1000, "a");
    List<Long> seen = new ArrayList<>();
    OptionalLong next = OptionalLong.of(Long.MAX_VALUE);
    long newest = 1000;
    while (next.isPresent()) {
      JobsPage page = page("70", Long.toString(next.getAsLong()), null);
      seen.addAll(ids(page).reversed());
      next = page.next();
      arrive(newest + 1, newest + 30, "b");
      newest += 30;
      // The oldest are forgotten; the job that the cursor names may be among them.
      jobs.headMap(jobs.firstKey() + 20).clear();
    }
    assertEquals(
        LongStream.rangeClosed(1001 - seen.size(), 1000).boxed().toList(), seen.reversed());
    assertTrue(seen.size() > 700, "seen: " + seen.size());
  }

  @Test
  void whoMatchesIsFoundAmongManyWhoDoNot() {
    arrive(1, 1, "rare");
    arrive(2, 2000, "a");
    arrive(2001, 2001, "rare");
    JobsPage page = page("1", null, "rare");
    assertEquals(List.of(2001L), ids(page));
    assertEquals(List.of(1L), ids(page("1", "2001", "rare")));
    assertTrue(mostAtOnce <= 250, "looked at under one lock: " + mostAtOnce);
  }

  private void arrive(long first, long last, String tenant) {
    LongStream.rangeClosed(first, last).forEach(id -> jobs.put(id, JobRecords.queued(id, tenant)));
  }

  private JobsPage page(String limit, String after, String tenant) {
    return JobsPage.of(JobsQuery.parse(limit, after, tenant, null), this::before);
  }

  private List<JobRecord> before(long before, int max) {
    mostAtOnce = Math.max(mostAtOnce, max);
    return jobs.headMap(before, false).descendingMap().values().stream().limit(max).toList();
  }

  private static List<Long> ids(JobsPage page) {
    return page.jobs().stream().map(JobRecord::id).toList();
  }
}
