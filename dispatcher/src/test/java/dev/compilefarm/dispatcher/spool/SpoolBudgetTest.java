package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
import dev.compilefarm.dispatcher.budget.Store;
import dev.compilefarm.dispatcher.spool.SpoolBudget.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The threads around the ledger; what is decided is {@code LedgerTest}'s. */
@Timeout(60)
class SpoolBudgetTest {
  private static final Stalls NEVER = new Stalls(Stalls.NEVER, Stalls.NEVER, Stalls.NEVER);

  private final AtomicBoolean diskUsable = new AtomicBoolean(true);
  private final AtomicLong clock = new AtomicLong();

  @Test
  void countsInBytes() throws Exception {
    SpoolBudget budget = budget(2, 2, 3, NEVER);
    Share share = open(budget);
    take(share, 3);
    assertUsed(budget, 2, 1);
    assertEquals(2 * BLOCK_BYTES, budget.limit(Store.MEMORY));
    assertEquals(3 * BLOCK_BYTES, budget.limit(Store.DISK));
    share.close();
    share.close();
    assertUsed(budget, 0, 0);
  }

  @Test
  void stopsReadingOnceAllIsUsedUpAndGoesOnWithWhatIsFreed() throws Exception {
    SpoolBudget budget = budget(1, 1, 1, NEVER);
    Share whole = open(budget);
    take(whole, 2);
    whole.whole();
    Thread waits = taking(open(budget), 1);
    awaitBlocked(waits);
    assertEquals(1, budget.waiting());
    whole.close();
    waits.join();
    assertEquals(0, budget.waiting());
    assertUsed(budget, 1, 0);
  }

  @Test
  void closesTheClientThatDoesNotTakeItsMessageWhileAnotherWaits() throws Exception {
    SpoolBudget budget = ofOneBlock();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Share unread = unread(budget, closed);
    Thread waits = taking(budget.open("b", () -> {}), 1);
    awaitBlocked(waits);
    clock.addAndGet(Duration.ofMillis(99).toNanos());
    awaitBlocked(waits);
    assertFalse(unread.givesWay());
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    closed.get();
    assertTrue(unread.givesWay());
    unread.close();
    waits.join();
  }

  @Test
  void anotherOneLooksWhenTheFirstThatWaitsIsGone() throws Exception {
    SpoolBudget budget = ofOneBlock();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Share unread = unread(budget, closed);
    Share first = open(budget);
    CompletableFuture<Void> gaveUp =
        CompletableFuture.runAsync(() -> assertThrows(GaveWayException.class, first::take));
    await("the first one waits").until(() -> budget.waiting() == 1);
    Thread second = taking(open(budget), 1);
    awaitBlocked(second);
    first.giveUp();
    gaveUp.get();
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    closed.get();
    unread.close();
    second.join();
  }

  @Test
  void sendsTheNewestHomeWhereTooManyWait() throws Exception {
    SpoolBudget budget =
        new SpoolBudget(new Limits(1, 1, 0, 1), NEVER, tenant -> 1, diskUsable::get, clock::get);
    Share whole = open(budget);
    take(whole, 1);
    whole.whole();
    Thread waits = taking(open(budget), 1);
    awaitBlocked(waits);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Share newest = budget.open("t", () -> closed.complete(null));
    assertThrows(GaveWayException.class, newest::take);
    closed.get();
    newest.close();
    whole.close();
    waits.join();
  }

  @Test
  void forgetsWhoWasInterruptedWhileItWaited() throws Exception {
    SpoolBudget budget = budget(1, 1, 0, NEVER);
    Share whole = open(budget);
    take(whole, 1);
    whole.whole();
    Share interrupted = open(budget);
    Thread waits = taking(interrupted, 1);
    awaitBlocked(waits);
    Thread next = taking(open(budget), 1);
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
    SpoolBudget budget = budget(memory, random.nextInt(3), disk, NEVER);
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
    try (Share share = open(budget)) {
      for (int i = 0; i < blocks; i++) {
        if (i % 7 == 6) {
          diskUsable.set(!diskUsable.get());
        }
        take(share, 1);
        long used = (budget.used(Store.MEMORY) + budget.used(Store.DISK)) / BLOCK_BYTES;
        most.accumulateAndGet(used, Math::max);
        letOthersOn();
      }
      if (!givenUp) {
        share.whole();
        letOthersOn();
      }
    } catch (GaveWayException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void letOthersOn() {
    LockSupport.parkNanos(1);
  }

  private SpoolBudget budget(int memory, int memoryPerMessage, int disk, Stalls stalls) {
    return new SpoolBudget(
        new Limits(memory, memoryPerMessage, disk, Integer.MAX_VALUE),
        stalls,
        tenant -> 1,
        diskUsable::get,
        clock::get);
  }

  private SpoolBudget ofOneBlock() {
    return budget(1, 1, 0, new Stalls(Stalls.NEVER, Duration.ofMillis(100), Stalls.NEVER));
  }

  /** A whole message of one block that its client does not read. */
  private static Share unread(SpoolBudget budget, CompletableFuture<Void> closed)
      throws GaveWayException, InterruptedException {
    Share unread = budget.open("a", () -> closed.complete(null));
    take(unread, 1);
    unread.whole();
    unread.leaving();
    unread.awaits();
    return unread;
  }

  private static Share open(SpoolBudget budget) {
    return budget.open("t", () -> {});
  }

  private static void take(Share share, int blocks) throws GaveWayException, InterruptedException {
    for (int i = 0; i < blocks; i++) {
      share.take();
    }
  }

  private static void assertUsed(SpoolBudget budget, long memory, long disk) {
    assertEquals(memory * BLOCK_BYTES, budget.used(Store.MEMORY), "memory");
    assertEquals(disk * BLOCK_BYTES, budget.used(Store.DISK), "disk");
  }

  private static Thread taking(Share share, int blocks) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            take(share, blocks);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (GaveWayException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void awaitBlocked(Thread thread) {
    await("the thread waits for the budget")
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.WAITING);
  }
}
