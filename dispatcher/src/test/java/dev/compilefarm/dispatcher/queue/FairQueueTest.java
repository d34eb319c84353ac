package dev.compilefarm.dispatcher.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.Tries;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private final FairQueue<String> queue = new FairQueue<>(TenantShares.equal(1000), String::length);

  @Test
  void servesOneTenantInTheOrderOfArrival() {
    addAll("a", "a1", "a2", "a3");
    assertEquals(List.of("a1", "a2", "a3"), takeAll());
  }

  @Test
  void alternatesBetweenTenantsHoweverUnequalTheirLines() {
    addAll("heavy", "h1", "h2", "h3", "h4", "h5");
    addAll("light", "l1", "l2");
    assertEquals(List.of("h1", "l1", "h2", "l2", "h3", "h4", "h5"), takeAll());
  }

  @Test
  void givesTheNextFreeSlotToANewcomer() {
    addAll("heavy", "h1", "h2", "h3", "h4");
    take();
    take();
    addAll("late", "x1");
    assertEquals("x1", take());
  }

  @Test
  void countsRunningJobsNotPastOnes() {
    addAll("a", "a1", "a2", "a3");
    addAll("b", "b1", "b2", "b3");
    takeAll();
    IntStream.range(0, 3).forEach(i -> queue.ended("a"));
    addAll("b", "b4");
    addAll("a", "a4");
    assertEquals("a4", take(), "a runs nothing, b runs three");
  }

  @Test
  void putsAReplayedJobFirst() {
    addAll("a", "a1", "a2");
    String first = take();
    queue.ended("a");
    queue.addFirst("a", first);
    assertEquals(List.of("a1", "a2"), takeAll());
  }

  @Test
  void passesOverWhatCannotBePlacedWithoutMovingIt() {
    addAll("a", "a1", "a2");
    assertEquals(Optional.of("a2"), queue.take(job -> !job.equals("a1")));
    assertEquals("a1", take());
  }

  @Test
  void namesTheNewestJobOfTheTenantThatHoldsMost() {
    addAll("light", "l1");
    addAll("heavy", "h1", "h2", "h3");
    assertEquals(Optional.of("h3"), queue.mostExcessive());
  }

  @Test
  void countsRunningJobsWhenItNamesTheOneInExcess() {
    addAll("runs", "r1", "r2", "r3", "r4");
    queue.take(job -> true);
    queue.take(job -> true);
    addAll("waits", "w1", "w2", "w3");
    assertEquals(Optional.of("r4"), queue.mostExcessive(), "2 + 2 against 0 + 3");
  }

  @Test
  void sharesByWeight() {
    FairQueue<String> weighted =
        new FairQueue<>(
            new TenantShares(
                Map.of("heavy", new TenantShare(3, Integer.MAX_VALUE, 9, Long.MAX_VALUE)),
                TenantShare.equal(9)),
            String::length);
    for (int i = 0; i < 8; i++) {
      weighted.add("heavy", "h" + i);
      weighted.add("light", "l" + i);
    }
    for (int i = 0; i < 8; i++) {
      weighted.take(job -> true);
    }
    assertEquals(
        Set.of(new TenantLoad("heavy", 2, 6, 3, 0), new TenantLoad("light", 6, 2, 1, 0)),
        Set.copyOf(weighted.tenants()));
    assertEquals(Optional.of("l7"), weighted.mostExcessive(), "8 of weight 1, 8 of weight 3");
  }

  @Test
  void passesOverATenantThatRunsAsManyAsItMay() {
    FairQueue<String> limited =
        new FairQueue<>(
            new TenantShares(
                Map.of("a", new TenantShare(1, 1, 9, Long.MAX_VALUE)), TenantShare.equal(9)),
            String::length);
    List.of("a1", "a2").forEach(job -> limited.add("a", job));
    assertEquals(Optional.of("a1"), limited.take(job -> true));
    assertEquals(Optional.empty(), limited.take(job -> true));
    limited.ended("a");
    assertEquals(Optional.of("a2"), limited.take(job -> true));
  }

  @Test
  void tellsWaitingForASlotFromWaitingForTheOwnLimit() {
    FairQueue<String> limited =
        new FairQueue<>(
            new TenantShares(
                Map.of("a", new TenantShare(1, 2, 9, Long.MAX_VALUE)), TenantShare.equal(9)),
            String::length);
    List.of("a1", "a2", "a3", "a4").forEach(job -> limited.add("a", job));
    assertEquals(List.of(new TenantLoad("a", 4, 0, 1, 2)), limited.tenants());
    assertEquals(List.of("a1", "a2", "a3", "a4"), limited.jobsWaitingForSlot());
    limited.take(job -> true);
    limited.take(job -> true);
    assertEquals(List.of(new TenantLoad("a", 2, 2, 1, 2)), limited.tenants());
    assertEquals(List.of(), limited.jobsWaitingForSlot());
    limited.add("b", "b1");
    assertEquals(List.of("b1"), limited.jobsWaitingForSlot());
  }

  @Test
  void saysWhenATenantQueuesMoreThanItMay() {
    FairQueue<String> small = new FairQueue<>(TenantShares.equal(1), String::length);
    assertFalse(small.isOverfull("a"));
    small.add("a", "a1");
    assertFalse(small.isOverfull("a"));
    small.add("a", "a2");
    assertTrue(small.isOverfull("a"));
    assertFalse(small.isOverfull("b"));
  }

  @Test
  void saysWhenATenantQueuesMoreBytesThanItMayButLetsOneJobWait() {
    FairQueue<String> small =
        new FairQueue<>(new TenantShares(Map.of(), TenantShare.equal(1000, 5)), String::length);
    small.add("a", "larger than five");
    assertFalse(small.isOverfull("a"));
    small.take(job -> true);
    small.add("a", "1");
    small.add("a", "1234");
    assertFalse(small.isOverfull("a"));
    small.addFirst("a", "2");
    assertTrue(small.isOverfull("a"));
    small.remove("a", "1234");
    assertFalse(small.isOverfull("a"));
  }

  @Test
  void sendsNobodyHomeThatWasPutBackWhileAnotherWaits() {
    addAll("a", "a1", "a2", "a3");
    take();
    take();
    take();
    addAll("b", "b1");
    queue.ended("a");
    queue.addFirst("a", "a1");
    assertEquals(Optional.of("b1"), queue.mostExcessive());
    addAll("a", "a4");
    assertEquals(Optional.of("a4"), queue.mostExcessive());
    queue.remove("a", "a4");
    queue.remove("b", "b1");
    assertEquals(Optional.of("a1"), queue.mostExcessive());
  }

  @Test
  void takesNoShareBelowOne() {
    assertThrows(IllegalArgumentException.class, () -> new TenantShare(0, 1, 1, Long.MAX_VALUE));
  }

  @Test
  void removesOnlyWhatWaits() {
    addAll("a", "a1", "a2");
    take();
    assertFalse(queue.remove("a", "a1"));
    assertTrue(queue.remove("a", "a2"));
    assertFalse(queue.remove("a", "a2"));
    assertFalse(queue.remove("nobody", "n1"));
    assertEquals(0, queue.queued());
  }

  @Test
  void forgetsTenantsThatNeitherWaitNorRun() {
    addAll("a", "a1");
    take();
    assertEquals(List.of(new TenantLoad("a", 0, 1, 1, 0)), queue.tenants());
    queue.ended("a");
    assertEquals(List.of(), queue.tenants());
    assertThrows(IllegalStateException.class, () -> queue.ended("a"));
  }

  /**
   * The oracle knows nothing of turns: it only demands that no waiting tenant is passed over for
   * one that runs more, and that between two tenants waiting all along with equally many running,
   * nobody is served twice before the other once.
   */
  @Test
  void nobodyIsPassedOver() {
    Tries.of(200, FairQueueTest::checkThatNobodyIsPassedOver);
  }

  private static void checkThatNobodyIsPassedOver(Random random) {
    Map<String, Deque<String>> waiting = new TreeMap<>();
    Map<String, Integer> running = new TreeMap<>();
    Map<String, Integer> passedOverAtEqual = new TreeMap<>();
    FairQueue<String> tested = new FairQueue<>(TenantShares.equal(1000), String::length);
    for (int step = 0; step < 400; step++) {
      String tenant = "t" + random.nextInt(5);
      int event = random.nextInt(5);
      if (event < 2) {
        String job = tenant + "-" + step;
        tested.add(tenant, job);
        waiting.computeIfAbsent(tenant, t -> new ArrayDeque<>()).add(job);
      } else if (event == 2 && running.getOrDefault(tenant, 0) > 0) {
        tested.ended(tenant);
        running.merge(tenant, -1, Integer::sum);
      } else {
        tested.take(job -> true).ifPresent(job -> check(job, waiting, running, passedOverAtEqual));
      }
      assertEquals(waiting.values().stream().mapToInt(Deque::size).sum(), tested.queued());
    }
  }

  private static void check(
      String job,
      Map<String, Deque<String>> waiting,
      Map<String, Integer> running,
      Map<String, Integer> passedOverAtEqual) {
    String served = job.substring(0, job.indexOf('-'));
    assertEquals(waiting.get(served).poll(), job, "first come, first served within a tenant");
    int servedRunning = running.getOrDefault(served, 0);
    waiting.forEach((other, jobs) -> {
      int otherRunning = running.getOrDefault(other, 0);
      if (jobs.isEmpty() || other.equals(served)) {
        passedOverAtEqual.put(other, 0);
        return;
      }
      assertTrue(servedRunning <= otherRunning, served + " runs more than waiting " + other);
      int passedOver = passedOverAtEqual.merge(other, 1, Integer::sum);
      passedOverAtEqual.computeIfPresent(other, (t, n) -> servedRunning < otherRunning ? 0 : n);
      assertTrue(
          servedRunning < otherRunning || passedOver <= waiting.size(),
          other + " was passed over " + passedOver + " times by its equals");
    });
    running.merge(served, 1, Integer::sum);
  }

  private void addAll(String tenant, String... jobs) {
    List.of(jobs).forEach(job -> queue.add(tenant, job));
  }

  private String take() {
    return queue.take(job -> true).orElseThrow();
  }

  private List<String> takeAll() {
    List<String> taken = new ArrayList<>();
    Optional<String> next = queue.take(job -> true);
    while (next.isPresent()) {
      taken.add(next.get());
      next = queue.take(job -> true);
    }
    return taken;
  }
}
