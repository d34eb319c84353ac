package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.spool.SpoolBudget.Account;
import dev.compilefarm.dispatcher.spool.SpoolBudget.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SpoolBudgetTest {
  private final AtomicBoolean diskUsable = new AtomicBoolean(true);

  @Test
  void givesEverythingBackOnce() throws InterruptedException {
    SpoolBudget budget = budget(2, 2, 2);
    Account account = budget.open();
    take(account, 3);
    account.whole();
    assertUsed(budget, 2, 1);
    account.close();
    account.close();
    assertUsed(budget, 0, 0);
  }

  @Test
  void putsOnTheDiskWhatAMessageHasAboveItsShareOfMemory() throws InterruptedException {
    SpoolBudget budget = budget(100, 3, 100);
    take(budget.open(), 5);
    assertUsed(budget, 3, 2);
    take(budget.open(), 1);
    assertUsed(budget, 4, 2);
  }

  @Test
  void putsEverythingOnTheDiskWhenMemoryIsUsedUp() throws InterruptedException {
    SpoolBudget budget = budget(2, 2, 100);
    take(budget.open(), 2);
    take(budget.open(), 3);
    assertUsed(budget, 2, 3);
  }

  @Test
  void lendsAMessageMoreMemoryRatherThanStopWhenTheDiskIsFull() throws InterruptedException {
    SpoolBudget budget = budget(4, 1, 2);
    take(budget.open(), 5);
    assertUsed(budget, 3, 2);
  }

  @Test
  void leavesADiskAloneThatIsNotUsable() throws InterruptedException {
    SpoolBudget budget = budget(4, 1, 2);
    diskUsable.set(false);
    take(budget.open(), 3);
    assertUsed(budget, 3, 0);
  }

  @Test
  void stopsReadingOnceBothAreUsedUpAndGoesOnWithWhatIsFreed() throws InterruptedException {
    SpoolBudget budget = budget(1, 1, 1);
    Account whole = budget.open();
    take(whole, 2);
    whole.whole();
    Thread waits = taking(budget.open(), 1);
    awaitBlocked(waits);
    assertUsed(budget, 1, 1);
    whole.close();
    waits.join();
    assertUsed(budget, 1, 0);
  }

  @Test
  void servesTheOldestOfThoseThatWait() throws InterruptedException {
    SpoolBudget budget = budget(2, 2, 0);
    Account first = budget.open();
    Account second = budget.open();
    take(first, 1);
    first.whole();
    take(second, 1);
    second.whole();
    Account older = budget.open();
    Thread youngerWaits = taking(budget.open(), 1);
    awaitBlocked(youngerWaits);
    Thread olderWaits = taking(older, 1);
    awaitBlocked(olderWaits);
    first.close();
    olderWaits.join();
    assertEquals(Thread.State.WAITING, youngerWaits.getState());
    second.close();
    youngerWaits.join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void letsTheOldestGoOnWhenAllThatArriveWaitForEachOther(boolean disk)
      throws InterruptedException {
    diskUsable.set(disk);
    SpoolBudget budget = disk ? budget(1, 1, 1) : budget(2, 2, 0);
    Account oldest = budget.open();
    Account other = budget.open();
    take(oldest, 1);
    take(other, 1);
    Thread otherWaits = taking(other, 1);
    awaitBlocked(otherWaits);
    take(oldest, 3);
    assertUsed(budget, disk ? 1 : 5, disk ? 4 : 0);
    oldest.whole();
    assertEquals(Thread.State.WAITING, otherWaits.getState());
    oldest.close();
    otherWaits.join();
  }

  @Test
  void makesTheNextOldestTheOneThatMayGoOn() throws InterruptedException {
    diskUsable.set(false);
    SpoolBudget budget = budget(3, 3, 0);
    Account oldest = budget.open();
    Account next = budget.open();
    take(oldest, 1);
    take(next, 2);
    Thread nextWaits = taking(next, 3);
    awaitBlocked(nextWaits);
    oldest.close();
    nextWaits.join();
    assertUsed(budget, 5, 0);
  }

  @Test
  void givesMemoryInsteadOfTheDiskOnlyWhereThereIsSome() throws InterruptedException {
    SpoolBudget budget = budget(2, 1, 1);
    Account whole = budget.open();
    take(whole, 1);
    whole.whole();
    Account failed = budget.open();
    assertTrue(failed.takeMemoryNow());
    assertFalse(failed.takeMemoryNow());
    assertUsed(budget, 2, 0);
    failed.close();
    assertUsed(budget, 1, 0);
  }

  @Test
  void forgetsWhoWasInterruptedWhileItWaited() throws InterruptedException {
    SpoolBudget budget = budget(1, 1, 0);
    Account whole = budget.open();
    take(whole, 1);
    whole.whole();
    Account interrupted = budget.open();
    Thread waits = taking(interrupted, 1);
    awaitBlocked(waits);
    Thread next = taking(budget.open(), 1);
    awaitBlocked(next);
    waits.interrupt();
    waits.join();
    interrupted.close();
    whole.close();
    next.join();
    assertUsed(budget, 1, 0);
  }

  /**
   * Many messages of up to 20 blocks in budgets of a few: all arrive in the end, some are given up
   * half-way, and nothing is above the limits but one message's overdraft.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bringsEveryMessageHomeWhateverTheOrder(long seed) throws InterruptedException {
    Random random = new Random(seed);
    int memory = random.nextInt(4);
    int disk = memory == 0 ? 1 + random.nextInt(4) : random.nextInt(4);
    int longest = 20;
    SpoolBudget budget = budget(memory, random.nextInt(3), disk);
    AtomicLong most = new AtomicLong();
    List<Thread> messages = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int blocks = 1 + random.nextInt(longest);
      boolean givenUp = random.nextInt(5) == 0;
      messages.add(Thread.ofVirtual().start(() -> arrive(budget, blocks, givenUp, most)));
    }
    for (Thread message : messages) {
      message.join();
    }
    assertUsed(budget, 0, 0);
    assertTrue(most.get() > 0);
    assertTrue(most.get() <= memory + disk + longest, () -> "used " + most);
  }

  private void arrive(SpoolBudget budget, int blocks, boolean givenUp, AtomicLong most) {
    try (Account account = budget.open()) {
      for (int i = 0; i < blocks; i++) {
        if (i % 7 == 6) {
          diskUsable.set(!diskUsable.get());
        }
        take(account, 1);
        long used = (budget.used(Store.MEMORY) + budget.used(Store.DISK)) / BLOCK_BYTES;
        most.accumulateAndGet(used, Math::max);
        letOthersOn();
      }
      if (!givenUp) {
        account.whole();
        letOthersOn();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void letOthersOn() {
    LockSupport.parkNanos(1);
  }

  private SpoolBudget budget(int memory, int memoryPerMessage, int disk) {
    return new SpoolBudget(
        new Limits(
            (long) memory * BLOCK_BYTES,
            (long) memoryPerMessage * BLOCK_BYTES,
            (long) disk * BLOCK_BYTES),
        diskUsable::get);
  }

  private static void take(Account account, int blocks) throws InterruptedException {
    for (int i = 0; i < blocks; i++) {
      account.take();
    }
  }

  private static void assertUsed(SpoolBudget budget, long memory, long disk) {
    assertEquals(memory * BLOCK_BYTES, budget.used(Store.MEMORY), "memory");
    assertEquals(disk * BLOCK_BYTES, budget.used(Store.DISK), "disk");
  }

  private static Thread taking(Account account, int blocks) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            take(account, blocks);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void awaitBlocked(Thread thread) {
    await("the thread waits for the budget")
        .atMost(Duration.ofSeconds(30))
        .until(() -> thread.getState() == Thread.State.WAITING);
  }
}
