package dev.compilefarm.dispatcher.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
  private static final int MANY = Integer.MAX_VALUE;
  private static final Stalls STALLS =
      new Stalls(Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(3));

  private long now;
  private boolean diskUsable = true;

  @Test
  void givesEverythingBackOnce() {
    Ledger ledger = ledger(2, 2, 2);
    Account account = open(ledger, "a");
    take(ledger, account, 3);
    ledger.whole(account);
    assertUsed(ledger, 2, 1);
    ledger.close(account);
    ledger.close(account);
    assertUsed(ledger, 0, 0);
  }

  @Test
  void putsOnTheDiskWhatAMessageHasAboveItsShareOfMemory() {
    Ledger ledger = ledger(100, 3, 100);
    take(ledger, open(ledger, "a"), 5);
    assertUsed(ledger, 3, 2);
    take(ledger, open(ledger, "a"), 1);
    assertUsed(ledger, 4, 2);
  }

  @Test
  void putsEverythingOnTheDiskWhenMemoryIsUsedUp() {
    Ledger ledger = ledger(2, 2, 100);
    take(ledger, open(ledger, "a"), 2);
    take(ledger, open(ledger, "a"), 3);
    assertUsed(ledger, 2, 3);
  }

  @Test
  void lendsAMessageMoreMemoryRatherThanStopWhenTheDiskIsFull() {
    Ledger ledger = ledger(4, 1, 2);
    take(ledger, open(ledger, "a"), 5);
    assertUsed(ledger, 3, 2);
  }

  @Test
  void leavesADiskAloneThatIsNotUsable() {
    Ledger ledger = ledger(4, 1, 2);
    diskUsable = false;
    take(ledger, open(ledger, "a"), 3);
    assertUsed(ledger, 3, 0);
  }

  /** What is larger than the memory waits for the disk, and does not use up the process's own. */
  @Test
  void overdrawsMemoryByNoMoreThanALimit() {
    Ledger ledger = new Ledger(new Limits(2, 2, 10, 3, MANY), STALLS, now);
    diskUsable = false;
    Account account = open(ledger, "a");
    take(ledger, account, 5);
    assertWaits(ledger, account);
    assertUsed(ledger, 5, 0);
    assertFalse(ledger.takeMemoryNow(account));
    diskUsable = true;
    assertEquals(List.of(account), ledger.grant(diskUsable, now));
    assertUsed(ledger, 5, 1);
  }

  @Test
  void servesTheOldestMessageOfATenant() {
    Ledger ledger = ledger(2, 2, 0);
    Account first = whole(ledger, "a", 1);
    Account second = whole(ledger, "a", 1);
    Account older = open(ledger, "a");
    Account younger = open(ledger, "a");
    assertWaits(ledger, younger);
    assertWaits(ledger, older);
    assertEquals(List.of(older), close(ledger, first));
    assertEquals(List.of(younger), close(ledger, second));
  }

  @Test
  void servesTheTenantThatHoldsFewestBytesForItsWeight() {
    Ledger ledger = ledger(10, 10, 0);
    Account freed = whole(ledger, "other", 4);
    whole(ledger, "large", 3);
    whole(ledger, "small", 1);
    Account heavy = ledger.open("heavy", 4, now);
    take(ledger, heavy, 2);
    ledger.whole(heavy);
    Account ofLarge = open(ledger, "large");
    Account ofSmall = open(ledger, "small");
    Account ofHeavy = ledger.open("heavy", 4, now);
    assertWaits(ledger, ofLarge);
    assertWaits(ledger, ofSmall);
    assertWaits(ledger, ofHeavy);
    assertEquals(List.of(ofHeavy, ofSmall, ofLarge), close(ledger, freed));
  }

  /** Alone it may have eight ninths, so that a newcomer's small message is never kept waiting. */
  @Test
  void keepsRoomForNewcomers() {
    Ledger ledger = ledger(90, 90, 0);
    for (int i = 0; i < 30; i++) {
      whole(ledger, "a", 2);
    }
    Account large = open(ledger, "a");
    take(ledger, large, 20);
    assertWaits(ledger, large);
    assertUsed(ledger, 80, 0);
    take(ledger, open(ledger, "b"), 10);
    assertUsed(ledger, 90, 0);
  }

  @Test
  void whoGoesPastItsShareTakesNothingFromNewcomers() {
    Ledger ledger = ledger(90, 90, 0);
    Account first = open(ledger, "a");
    Account second = open(ledger, "a");
    take(ledger, first, 40);
    take(ledger, second, 40);
    take(ledger, second, 60);
    assertWaits(ledger, first);
    assertUsed(ledger, 140, 0);
    Account newcomer = open(ledger, "b");
    take(ledger, newcomer, 9);
    ledger.whole(second);
    assertEquals(List.of(), ledger.grant(diskUsable, now));
    assertEquals(List.of(first), close(ledger, second));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void letsTheOldestThatWaitsGoOnWhenAllThatArriveWaitForEachOther(boolean disk) {
    diskUsable = disk;
    Ledger ledger = disk ? ledger(1, 1, 1) : ledger(2, 2, 0);
    Account silent = open(ledger, "a");
    Account oldest = open(ledger, "a");
    Account other = open(ledger, "b");
    take(ledger, silent, 1);
    take(ledger, oldest, 1);
    take(ledger, oldest, 3);
    assertUsed(ledger, disk ? 1 : 5, disk ? 4 : 0);
    assertWaits(ledger, other);
    ledger.whole(oldest);
    assertEquals(List.of(), ledger.grant(diskUsable, now));
    assertEquals(List.of(other), close(ledger, oldest));
  }

  @Test
  void overdrawsByOneMessageAtMost() {
    Ledger ledger = ledger(2, 2, 0);
    Account overdraws = open(ledger, "a");
    take(ledger, overdraws, 3);
    Account other = open(ledger, "b");
    assertWaits(ledger, other);
    assertEquals(List.of(other), close(ledger, overdraws));
  }

  @Test
  void theRightToOverdrawPassesOnWhenItsHolderIsGone() {
    Ledger ledger = ledger(1, 1, 0);
    Account silent = open(ledger, "a");
    take(ledger, silent, 1);
    Account overdraws = open(ledger, "b");
    take(ledger, overdraws, 2);
    Account next = open(ledger, "c");
    assertWaits(ledger, next);
    assertEquals(List.of(next), close(ledger, overdraws));
  }

  @Test
  void givesMemoryInsteadOfTheDiskOnlyWhereThereIsSome() {
    Ledger ledger = ledger(2, 1, 1);
    whole(ledger, "a", 1);
    Account failed = open(ledger, "a");
    assertTrue(ledger.takeMemoryNow(failed));
    assertFalse(ledger.takeMemoryNow(failed));
    assertUsed(ledger, 2, 0);
    ledger.close(failed);
    assertUsed(ledger, 1, 0);
  }

  @Test
  void nobodyGivesWayWhileNobodyWaits() {
    Ledger ledger = ledger(2, 2, 0);
    Account unread = whole(ledger, "a", 2);
    ledger.leaving(unread, now);
    ledger.awaits(unread, now);
    pass(Duration.ofHours(1));
    assertEquals(Optional.empty(), ledger.giveWay(now));
  }

  @Test
  void whoDoesNotTakeItsMessageGivesWay() {
    Ledger ledger = ledger(4, 4, 0);
    Account takes = leaving(ledger, "a", 1);
    Account stopped = leaving(ledger, "a", 2);
    whole(ledger, "a", 1);
    assertWaits(ledger, open(ledger, "b"));
    pass(Duration.ofMillis(99));
    ledger.taken(takes, now);
    ledger.awaits(takes, now);
    assertEquals(Optional.empty(), ledger.giveWay(now));
    pass(Duration.ofMillis(20));
    assertEquals(Optional.of(stopped), ledger.giveWay(now));
    assertTrue(stopped.givesWay());
    pass(Duration.ofMillis(500));
    assertEquals(Optional.empty(), ledger.giveWay(now), "one goes at a time");
    pass(Duration.ofMillis(500));
    assertEquals(Optional.of(takes), ledger.giveWay(now), "unless it takes too long");
  }

  @Test
  void nobodyGivesWayForWhatWeOrADiskTakeLongFor() {
    Ledger ledger = ledger(1, 1, 0);
    Account unhurried = leaving(ledger, "a", 1);
    ledger.taken(unhurried, now);
    assertWaits(ledger, open(ledger, "b"));
    pass(Duration.ofHours(1));
    assertEquals(Optional.empty(), ledger.giveWay(now));
  }

  @Test
  void whoIsGivenUpGetsNoMoreRoom() {
    Ledger ledger = ledger(1, 1, 0);
    Account whole = whole(ledger, "a", 1);
    Account abandoned = open(ledger, "b");
    assertWaits(ledger, abandoned);
    ledger.giveUp(abandoned);
    Account next = open(ledger, "c");
    assertWaits(ledger, next);
    assertEquals(List.of(next), close(ledger, whole));
  }

  @Test
  void whoStopsSendingGivesWayButNotWhoWaitsForRoom() {
    Ledger ledger = ledger(3, 3, 0);
    whole(ledger, "b", 1);
    Account silent = open(ledger, "a");
    Account waits = open(ledger, "a");
    // Holds nothing.
    open(ledger, "a");
    take(ledger, silent, 1);
    take(ledger, waits, 1);
    assertWaits(ledger, waits);
    pass(Duration.ofSeconds(5));
    assertEquals(Optional.of(silent), ledger.giveWay(now));
    assertEquals(List.of(waits), close(ledger, silent));
  }

  @Test
  void whoHoldsLessThanThoseThatWaitHasLongerToTakeItsMessage() {
    Ledger ledger = ledger(4, 4, 0);
    Account light = leaving(ledger, "light", 1);
    whole(ledger, "heavy", 3);
    assertWaits(ledger, open(ledger, "heavy"));
    pass(Duration.ofMillis(2999));
    assertEquals(Optional.empty(), ledger.giveWay(now));
    pass(Duration.ofMillis(20));
    assertEquals(Optional.of(light), ledger.giveWay(now));
  }

  @Test
  void theNewestOfTheTenantWithMostWaitingGivesWayWhereTooManyWait() {
    Ledger ledger = new Ledger(new Limits(1, 1, 0, 3), STALLS, now);
    whole(ledger, "a", 1);
    assertWaits(ledger, open(ledger, "a"));
    Account newest = open(ledger, "a");
    assertWaits(ledger, newest);
    assertWaits(ledger, open(ledger, "b"));
    assertEquals(Optional.empty(), ledger.crowdedOut());
    assertWaits(ledger, open(ledger, "b", 5));
    assertEquals(4, ledger.waiting());
    assertEquals(Optional.of(newest), ledger.crowdedOut());
    assertEquals(Optional.empty(), ledger.crowdedOut(), "told once");
    assertWaits(ledger, newest);
    ledger.close(newest);
    assertEquals(3, ledger.waiting());
  }

  private static Ledger ledger(int memory, int memoryPerMessage, int disk) {
    return new Ledger(new Limits(memory, memoryPerMessage, disk, MANY), STALLS, -1_000_000_000);
  }

  private Account open(Ledger ledger, String tenant) {
    return open(ledger, tenant, 1);
  }

  private Account open(Ledger ledger, String tenant, int weight) {
    return ledger.open(tenant, weight, now);
  }

  private Account whole(Ledger ledger, String tenant, int blocks) {
    Account account = open(ledger, tenant);
    take(ledger, account, blocks);
    ledger.whole(account);
    return account;
  }

  private Account leaving(Ledger ledger, String tenant, int blocks) {
    Account account = whole(ledger, tenant, blocks);
    ledger.leaving(account, now);
    ledger.awaits(account, now);
    return account;
  }

  private void take(Ledger ledger, Account account, int blocks) {
    for (int i = 0; i < blocks; i++) {
      ledger.want(account);
      assertEquals(List.of(account), ledger.grant(diskUsable, now), "block " + (i + 1));
    }
  }

  private void assertWaits(Ledger ledger, Account account) {
    ledger.want(account);
    assertEquals(List.of(), ledger.grant(diskUsable, now));
    assertTrue(account.granted().isEmpty());
  }

  private List<Account> close(Ledger ledger, Account account) {
    ledger.close(account);
    return ledger.grant(diskUsable, now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static void assertUsed(Ledger ledger, long memory, long disk) {
    assertEquals(memory, ledger.used(Store.MEMORY), "memory");
    assertEquals(disk, ledger.used(Store.DISK), "disk");
  }
}
