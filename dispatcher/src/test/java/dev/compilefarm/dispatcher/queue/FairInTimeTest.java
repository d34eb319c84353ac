package dev.compilefarm.dispatcher.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.Tries;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairInTimeTest {
  private static final double HOUR = 3600;

  @Test
  void longJobsAndShortOnesGetTheSameTime() {
    assertEquals(1, ratio(1, 1, 1), 0.2);
    assertEquals(1, ratio(2, 2, 2), 0.2);
    assertEquals(1, ratio(4, 4, 4), 0.2);
    assertEquals(1, ratio(8, 9, 1), 0.2);
    assertEquals(1, ratio(8, 1, 9), 0.2);
  }

  /** Of the slot-seconds of a simulated hour: the most that one tenant had to the least. */
  private static double ratio(int slots, int withLongJobs, int withShortOnes) {
    BusyFarm farm = new BusyFarm(TenantShares.equal(100), slots);
    List<String> ofLongJobs = IntStream.range(0, withLongJobs).mapToObj(i -> "long" + i).toList();
    List<String> ofShort = IntStream.range(0, withShortOnes).mapToObj(i -> "short" + i).toList();
    ofLongJobs.forEach(tenant -> farm.keepBusy(tenant, 9, 60));
    ofShort.forEach(tenant -> farm.keepBusy(tenant, 9, 0.6));
    farm.run(HOUR);
    List<Double> used =
        Stream.concat(ofLongJobs.stream(), ofShort.stream()).map(farm::used).toList();
    return Collections.max(used) / Collections.min(used);
  }

  @Test
  void aTenantGetsTimeByItsWeight() {
    TenantShares shares =
        new TenantShares(
            Map.of("heavy", new TenantShare(3, Integer.MAX_VALUE, 99, Long.MAX_VALUE)),
            TenantShare.equal(99));
    BusyFarm farm = new BusyFarm(shares, 1);
    farm.keepBusy("heavy", 9, 7);
    farm.keepBusy("light", 9, 0.6);

    farm.run(HOUR);

    assertEquals(3, farm.used("heavy") / farm.used("light"), 0.3);
  }

  @Test
  void whoComesBackGoesBeforeWhoKeptTheFarmBusy() {
    BusyFarm farm = new BusyFarm(TenantShares.equal(100), 1);
    farm.add("light", 5);
    farm.run(5);
    farm.keepBusy("heavy", 9, 10);
    farm.keepBusy("other", 9, 10);
    farm.run(603);

    farm.add("light", 1);
    farm.run(8);

    assertEquals(6, farm.used("light"), "at most the rest of one job of 10 s goes before it");
  }

  @Test
  void whoHandsInOneLongJobAtATimeIsNoNewcomerEachTime() {
    BusyFarm farm = new BusyFarm(TenantShares.equal(100), 1);
    oneAtATime(farm, "slow", 30);
    farm.keepBusy("quick", 3, 1);

    farm.run(HOUR);

    assertEquals(1, farm.used("slow") / farm.used("quick"), 0.2);
  }

  private static void oneAtATime(BusyFarm farm, String tenant, double seconds) {
    farm.add(tenant, seconds, () -> farm.in(0.1, () -> oneAtATime(farm, tenant, seconds)));
  }

  @Test
  void whatWasUsedLongAgoCountsLittle() {
    BusyFarm farm = new BusyFarm(TenantShares.equal(100), 1);
    farm.keepBusy("old", 9, 1);
    farm.run(HOUR);
    double usedAlone = farm.used("old");
    farm.keepBusy("new", 9, 1);

    farm.run(900);

    assertEquals(300, farm.used("old") - usedAlone, 30, "it waits for five minutes, not an hour");
  }

  @Test
  void newcomersWithoutEndDoNotStarveOne() {
    BusyFarm farm = new BusyFarm(TenantShares.equal(100), 1);
    farm.add("old", 20);
    farm.run(20);
    comeForEver(farm, 0);
    farm.run(5);
    farm.add("old", 1);

    farm.run(12);

    assertEquals(21, farm.used("old"), "newcomers go before it for 10 s and no more");
  }

  /**
   * One new tenant after the other, each with a job of a second, twice as many as there is room.
   */
  private static void comeForEver(BusyFarm farm, int number) {
    farm.add("new" + number, 1);
    farm.in(0.5, () -> comeForEver(farm, number + 1));
  }

  @Test
  void ofTwoThatHaveUsedNothingTheFirstGoesFirst() {
    FairQueue<String, String> queue =
        new FairQueue<>(TenantShares.equal(9), _ -> "anywhere", _ -> 1, WithinTenant.byArrival());
    List.of("a", "b", "c").forEach(tenant -> queue.add(tenant, tenant + "'s", 0));

    List<String> taken =
        Stream.generate(() -> queue.take(_ -> true, 0).orElseThrow()).limit(3).toList();

    assertEquals(List.of("a's", "b's", "c's"), taken);
  }

  @Test
  void theClockMayStartAnywhereAndGoOnForYears() {
    Tries.of(
        20,
        random -> {
          NaiveQueue naive = new NaiveQueue(random);
          for (int step = 0; step < 300; step++) {
            naive.pass(random.nextInt(10) == 0 ? 40L * 24 * 3600 * 1_000_000_000 : 0);
            naive.step();
          }
        });
  }
}
