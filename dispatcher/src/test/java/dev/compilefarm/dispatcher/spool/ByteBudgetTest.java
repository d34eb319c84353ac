package dev.compilefarm.dispatcher.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(100);

  @Test
  void givesEverythingBackOnce() throws InterruptedException {
    ByteBudget.Account account = budget.open();
    account.take(60);
    account.whole();
    assertEquals(60, budget.used());
    account.close();
    account.close();
    assertEquals(0, budget.used());
  }

  @Test
  void makesOthersWaitWhileAWholeMessageHoldsIt() throws InterruptedException {
    ByteBudget.Account whole = budget.open();
    whole.take(80);
    whole.whole();
    Thread waits = taking(budget.open(), 30);
    awaitBlocked(waits);
    assertEquals(80, budget.used());
    whole.close();
    waits.join();
    assertEquals(30, budget.used());
  }

  @Test
  void letsTheOldestGoOnWhenAllThatArriveWaitForEachOther() throws InterruptedException {
    ByteBudget.Account oldest = budget.open();
    ByteBudget.Account other = budget.open();
    oldest.take(50);
    other.take(50);
    Thread otherWaits = taking(other, 40);
    awaitBlocked(otherWaits);
    oldest.take(40);
    assertEquals(140, budget.used());
    oldest.close();
    otherWaits.join();
    assertEquals(90, budget.used());
  }

  @Test
  void makesTheNextOldestTheOneThatMayGoOn() throws InterruptedException {
    ByteBudget.Account oldest = budget.open();
    ByteBudget.Account next = budget.open();
    oldest.take(30);
    next.take(70);
    Thread nextWaits = taking(next, 50);
    awaitBlocked(nextWaits);
    oldest.close();
    nextWaits.join();
    assertTrue(budget.used() == 120, "it is the oldest now, and nothing whole is held");
  }

  private static Thread taking(ByteBudget.Account account, long bytes) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            account.take(bytes);
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
