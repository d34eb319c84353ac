package dev.compilefarm.dispatcher.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.Tries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private static final long NOW = 0;
  private static final Duration OVERTAKEN_MAX = Duration.ofSeconds(60);

  /** By job; those that are not here have the key "anywhere". */
  private final Map<String, String> keys = new HashMap<>();

  /** By job; those that are not here have rank 0. */
  private final Map<String, Integer> ranks = new HashMap<>();

  private final FairQueue<String, String> queue = queue(TenantShares.equal(1000));

  @Test
  void servesOneTenantInTheOrderOfArrival() {
    addAll("a", "a1", "a2", "a3");
    assertEquals(List.of("a1", "a2", "a3"), takeAll());
  }

  @Test
  void servesTheLongestOfATenantAndTheOldestByTurns() {
    ranks.putAll(Map.of("a3", 3, "a4", -1, "a5", 3, "a6", 7));
    addAll("a", "a1", "a2", "a3", "a4", "a5", "a6");
    assertEquals(List.of("a6", "a1", "a3", "a2", "a5", "a4"), takeAll());
  }

  @Test
  void servesTheLongestAgainWhereItOvertookNobody() {
    ranks.putAll(Map.of("a1", 3, "a3", 2));
    addAll("a", "a1", "a2", "a3");
    assertEquals(List.of("a1", "a3", "a2"), takeAll());
  }

  @Test
  void forgetsWhoWasOvertakenWhenNobodyWaits() {
    ranks.putAll(Map.of("a2", 1, "a4", 1));
    addAll("a", "a1", "a2");
    assertEquals("a2", take());
    queue.remove("a", "a1", NOW);
    addAll("a", "a3", "a4");
    assertEquals("a4", take());
  }

  @Test
  void knowsWhoWasOvertakenThoughTheKeyOfTheOnlyOneThatWaitsChanges() {
    ranks.putAll(Map.of("a2", 1, "a3", 1));
    addAll("a", "a1", "a2");
    assertEquals("a2", take());
    keys.put("a1", "failed");
    queue.rekey("a", "a1");
    addAll("a", "a3");
    assertEquals("a1", take());
  }

  @Test
  void knowsWhoWasOvertakenThoughAReplayedJobHasStarted() {
    ranks.putAll(Map.of("a2", 1, "a4", 9));
    addAll("a", "a0");
    String replayed = take();
    addAll("a", "a1", "a2");
    assertEquals("a2", take());
    queue.ended("a", NOW);
    queue.addFirst("a", replayed, NOW);
    addAll("a", "a4");
    assertEquals(List.of("a0", "a1", "a4"), takeAll());
  }

  @Test
  void knowsWhoWasOvertakenThoughJobsWithAnotherKeyHaveStarted() {
    ranks.putAll(Map.of("a2", 1, "a5", 9, "b2", 1));
    keys.putAll(Map.of("b1", "failed", "b2", "failed", "b3", "failed"));
    addAll("a", "a1", "a2", "b1", "b2", "b3");
    assertEquals(Optional.of("a2"), queue.take("anywhere"::equals, NOW));
    assertEquals(Optional.of("b2"), queue.take("failed"::equals, NOW), "it overtakes b1 only");
    assertEquals(Optional.of("b1"), queue.take("failed"::equals, NOW));
    addAll("a", "a5");
    assertEquals(List.of("a1", "a5", "b3"), takeAll());
  }

  @Test
  void theOldestGoesBeforeOneThatWasOvertakenMeanwhile() {
    ranks.putAll(Map.of("b2", 1, "a2", 9));
    keys.putAll(Map.of("b1", "failed", "b2", "failed"));
    addAll("a", "a1", "b1", "b2", "a2");
    assertEquals(Optional.of("b2"), queue.take("failed"::equals, NOW));
    assertEquals(List.of("a1", "b1", "a2"), takeAll());
  }

  @Test
  void namesTheOldestOfATenantThoughALongerOneIsTaken() {
    ranks.putAll(Map.of("a2", 9));
    addAll("a", "a1", "a2");
    assertEquals(Optional.of("a1"), queue.next(_ -> true, NOW));
    assertEquals("a2", take());
  }

  @Test
  void findsTheLongestAndTheOldestAmongAllKeys() {
    ranks.putAll(Map.of("a2", 3, "a3", 5));
    keys.putAll(Map.of("a1", "failed", "a2", "failed", "a4", "failed"));
    addAll("a", "a1", "a2", "a3", "a4", "a5");
    assertEquals(List.of("a3", "a1", "a2", "a4", "a5"), takeAll());
  }

  @Test
  void lengthChangesNothingBetweenTenants() {
    ranks.putAll(Map.of("h2", 9, "h3", 9, "l1", -9));
    addAll("heavy", "h1", "h2", "h3");
    addAll("light", "l1", "l2");
    assertEquals(List.of("h2", "l2", "h1", "l1", "h3"), takeAll());
  }

  @Test
  void aReplayedJobGoesBeforeLongerOnes() {
    ranks.putAll(Map.of("a1", 1, "a2", 2, "a3", 3));
    addAll("a", "a1");
    String first = take();
    addAll("a", "a2", "a3");
    queue.ended("a", NOW);
    queue.addFirst("a", first, NOW);
    assertEquals(List.of("a1", "a3", "a2"), takeAll());
  }

  /** By turns as long as it is not overdue, and not at all afterwards. */
  @Test
  void noJobIsOvertakenForLongerThanItMayBe() {
    assertEquals(2 * 20 - 1, secondsUntilTheLastOf(20));
    assertEquals(30 + 200, secondsUntilTheLastOf(200), "30 of the first 60 were longer ones");
  }

  /** Of so many short jobs, where a long one comes each second, and one starts. */
  private int secondsUntilTheLastOf(int shortJobs) {
    String adversary = "of " + shortJobs;
    IntStream.range(0, shortJobs).forEach(i -> queue.add(adversary, "short" + i, NOW));
    int second = -1;
    String taken = "";
    while (!taken.equals("short" + (shortJobs - 1))) {
      second++;
      long now = Duration.ofSeconds(second).toNanos();
      ranks.put("long" + second, 9);
      queue.add(adversary, "long" + second, now);
      taken = queue.take(_ -> true, now).orElseThrow();
      queue.ended(adversary, now);
    }
    for (String left : queue.jobs("anywhere")) {
      queue.remove(adversary, left, NOW);
    }
    return second;
  }

  @Test
  void thoseThatAreOverdueGoInTheOrderOfArrival() {
    ranks.putAll(Map.of("a2", 1, "a3", 2, "a4", 9));
    addAll("a", "a1", "a2", "a3");
    long later = OVERTAKEN_MAX.toNanos() + 1;
    queue.add("a", "a4", later);
    List<String> taken =
        Stream.generate(() -> queue.take(_ -> true, later).orElseThrow()).limit(4).toList();
    assertEquals(List.of("a1", "a2", "a3", "a4"), taken);
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
    IntStream.range(0, 3).forEach(i -> queue.ended("a", NOW));
    addAll("b", "b4");
    addAll("a", "a4");
    assertEquals("a4", take(), "a runs nothing, b runs three");
  }

  @Test
  void putsAReplayedJobFirst() {
    addAll("a", "a1", "a2");
    String first = take();
    queue.ended("a", NOW);
    queue.addFirst("a", first, NOW);
    assertEquals(List.of("a1", "a2"), takeAll());
  }

  @Test
  void passesOverWhatCannotBePlacedWithoutMovingIt() {
    keys.put("a1", "failed");
    addAll("a", "a1", "a2", "a3");
    assertEquals(Optional.of("a2"), queue.take("anywhere"::equals, NOW));
    assertEquals("a1", take());
    assertEquals("a3", take());
  }

  @Test
  void asksOnceAKeyHoweverManyJobsHaveIt() {
    keys.putAll(Map.of("a2", "failed", "b1", "failed", "b2", "failed"));
    addAll("a", "a1", "a2", "a3");
    addAll("b", "b1", "b2", "b3");
    List<String> asked = new ArrayList<>();
    queue.take(asked::add, NOW);
    assertEquals(Set.of("anywhere", "failed"), Set.copyOf(asked));
    assertEquals(2, asked.size());
  }

  @Test
  void keepsAPlaceWhenTheKeyChanges() {
    keys.put("a1", "failed");
    addAll("a", "a1", "a2", "a3");
    keys.put("a1", "anywhere");
    keys.put("a2", "failed");
    queue.rekey("a", "a1");
    queue.rekey("a", "a2");
    assertEquals(Set.of("anywhere", "failed"), queue.keys());
    assertEquals(List.of("a2"), queue.jobs("failed"));
    assertEquals(Set.of("a1", "a3"), Set.copyOf(queue.jobs("anywhere")));
    assertEquals(Optional.of("a1"), queue.take("anywhere"::equals, NOW));
    assertEquals(List.of("a2", "a3"), takeAll());
    assertEquals(Set.of(), queue.keys());
  }

  @Test
  void findsAJobUnderTheKeyByWhichItWasFiled() {
    addAll("a", "a1");
    keys.put("a1", "changed and not told");
    assertTrue(queue.remove("a", "a1", NOW));
    assertEquals(Set.of(), queue.keys());
  }

  @Test
  void leavesAloneTheKeyOfWhatDoesNotWait() {
    addAll("a", "a1");
    take();
    queue.rekey("a", "a1");
    queue.rekey("nobody", "n1");
    assertEquals(0, queue.queued());
    assertEquals(Set.of(), queue.keys());
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
    queue.take(_ -> true, NOW);
    queue.take(_ -> true, NOW);
    addAll("waits", "w1", "w2", "w3");
    assertEquals(Optional.of("r4"), queue.mostExcessive(), "2 + 2 against 0 + 3");
  }

  @Test
  void sharesByWeight() {
    FairQueue<String, String> weighted =
        queue(
            new TenantShares(
                Map.of("heavy", new TenantShare(3, Integer.MAX_VALUE, 9, Long.MAX_VALUE)),
                TenantShare.equal(9)));
    for (int i = 0; i < 8; i++) {
      weighted.add("heavy", "h" + i, NOW);
      weighted.add("light", "l" + i, NOW);
    }
    for (int i = 0; i < 8; i++) {
      weighted.take(_ -> true, NOW);
    }
    assertEquals(
        Set.of(new TenantLoad("heavy", 2, 6, 3, 0), new TenantLoad("light", 6, 2, 1, 0)),
        Set.copyOf(weighted.tenants()));
    assertEquals(Optional.of("l7"), weighted.mostExcessive(), "8 of weight 1, 8 of weight 3");
  }

  @Test
  void passesOverATenantThatRunsAsManyAsItMay() {
    FairQueue<String, String> limited =
        queue(
            new TenantShares(
                Map.of("a", new TenantShare(1, 1, 9, Long.MAX_VALUE)), TenantShare.equal(9)));
    List.of("a1", "a2").forEach(job -> limited.add("a", job, NOW));
    assertEquals(Optional.of("a1"), limited.take(_ -> true, NOW));
    assertEquals(Optional.empty(), limited.take(_ -> true, NOW));
    limited.ended("a", NOW);
    assertEquals(Optional.of("a2"), limited.take(_ -> true, NOW));
  }

  @Test
  void tellsWaitingForASlotFromWaitingForTheOwnLimit() {
    FairQueue<String, String> limited =
        queue(
            new TenantShares(
                Map.of("a", new TenantShare(1, 2, 9, Long.MAX_VALUE)), TenantShare.equal(9)));
    List.of("a1", "a2", "a3", "a4").forEach(job -> limited.add("a", job, NOW));
    assertEquals(List.of(new TenantLoad("a", 4, 0, 1, 2)), limited.tenants());
    assertEquals(List.of("a1"), limited.oldestCandidates().toList());
    limited.take(_ -> true, NOW);
    limited.take(_ -> true, NOW);
    assertEquals(List.of(new TenantLoad("a", 2, 2, 1, 2)), limited.tenants());
    assertEquals(List.of(), limited.oldestCandidates().toList());
    limited.add("b", "b1", NOW);
    assertEquals(List.of("b1"), limited.oldestCandidates().toList());
  }

  @Test
  void namesTheOldestAmongThoseThatWaitForASlot() {
    addAll("a", "a1", "a2", "a3", "a4");
    String first = take();
    String second = take();
    queue.addFirst("a", first, NOW);
    queue.addFirst("a", second, NOW);
    keys.put("a3", "failed");
    queue.rekey("a", "a3");
    assertEquals(List.of("a2", "a1", "a3"), queue.oldestCandidates().toList());
  }

  @Test
  void saysWhenATenantQueuesMoreThanItMay() {
    FairQueue<String, String> small = queue(TenantShares.equal(1));
    assertFalse(small.isOverfull("a"));
    small.add("a", "a1", NOW);
    assertFalse(small.isOverfull("a"));
    small.add("a", "a2", NOW);
    assertTrue(small.isOverfull("a"));
    assertFalse(small.isOverfull("b"));
  }

  @Test
  void saysWhenATenantQueuesMoreBytesThanItMayButLetsOneJobWait() {
    FairQueue<String, String> small = queue(new TenantShares(Map.of(), TenantShare.equal(1000, 5)));
    small.add("a", "larger than five", NOW);
    assertFalse(small.isOverfull("a"));
    small.take(_ -> true, NOW);
    small.add("a", "1", NOW);
    small.add("a", "1234", NOW);
    assertFalse(small.isOverfull("a"));
    small.addFirst("a", "2", NOW);
    assertTrue(small.isOverfull("a"));
    small.remove("a", "1234", NOW);
    assertFalse(small.isOverfull("a"));
  }

  @Test
  void sendsNobodyHomeThatWasPutBackWhileAnotherWaits() {
    addAll("a", "a1", "a2", "a3");
    take();
    take();
    take();
    addAll("b", "b1");
    queue.ended("a", NOW);
    queue.addFirst("a", "a1", NOW);
    assertEquals(Optional.of("b1"), queue.mostExcessive());
    addAll("a", "a4");
    assertEquals(Optional.of("a4"), queue.mostExcessive());
    queue.remove("a", "a4", NOW);
    queue.remove("b", "b1", NOW);
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
    assertFalse(queue.remove("a", "a1", NOW));
    assertTrue(queue.remove("a", "a2", NOW));
    assertFalse(queue.remove("a", "a2", NOW));
    assertFalse(queue.remove("nobody", "n1", NOW));
    assertEquals(0, queue.queued());
  }

  @Test
  void forgetsTenantsThatNeitherWaitNorRun() {
    addAll("a", "a1");
    take();
    assertEquals(List.of(new TenantLoad("a", 0, 1, 1, 0)), queue.tenants());
    queue.ended("a", NOW);
    assertEquals(List.of(), queue.tenants());
    assertThrows(IllegalStateException.class, () -> queue.ended("a", NOW));
  }

  /** {@link NaiveQueue} knows nothing of lines and sorted sets: it looks at each job. */
  @Test
  void doesAsTheRuleSays() {
    Tries.of(300, FairQueueTest::checkAgainstTheRule);
  }

  private static void checkAgainstTheRule(Random random) {
    NaiveQueue naive = new NaiveQueue(random);
    for (int step = 0; step < 400; step++) {
      naive.step();
    }
  }

  private FairQueue<String, String> queue(TenantShares shares) {
    return new FairQueue<>(
        shares,
        job -> keys.getOrDefault(job, "anywhere"),
        String::length,
        new WithinTenant<>(job -> ranks.getOrDefault(job, 0), OVERTAKEN_MAX.toNanos()));
  }

  private void addAll(String tenant, String... jobs) {
    List.of(jobs).forEach(job -> queue.add(tenant, job, NOW));
  }

  private String take() {
    return queue.take(_ -> true, NOW).orElseThrow();
  }

  private List<String> takeAll() {
    List<String> taken = new ArrayList<>();
    Optional<String> next = queue.take(_ -> true, NOW);
    while (next.isPresent()) {
      taken.add(next.get());
      next = queue.take(_ -> true, NOW);
    }
    return taken;
  }
}
