package dev.compilefarm.dispatcher.patience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.patience.Patience.Due.Feed;
import dev.compilefarm.dispatcher.patience.Patience.Due.GiveUp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nanoseconds; a wait ends after 100, a byte is due after 30, and there are two bytes. */
class PatienceTest {
  private final Patience<Client> patience =
      new Patience<>(Duration.ofNanos(100), Duration.ofNanos(30), 2, client -> client.held);
  private final Client client = new Client();

  private static final class Client {
    final Held held = new Held();
    boolean waits = true;
  }

  @Test
  void aClientIsFedEachTimeThatItHasSeenNothingForLong() {
    patience.hold(client, 0, 0);
    assertEquals(List.of(), due(30));
    assertEquals(List.of(new Feed<>(client, 1)), due(31));
    assertEquals(List.of(), due(61));
    assertEquals(List.of(new Feed<>(client, 2)), due(62));
  }

  @Test
  void aClientThatSentLongAgoIsFedAtOnce() {
    patience.hold(client, 0, 40);
    assertEquals(List.of(new Feed<>(client, 1)), due(40));
  }

  @Test
  void aWaitEndsAndSoDoesTheFood() {
    patience.hold(client, 99, 0);
    assertEquals(List.of(), due(100));
    assertEquals(List.of(new GiveUp<>(client)), due(101));
    Client unfeedable = new Client();
    patience.hold(unfeedable, 0, 0);
    due(31);
    due(62);
    assertEquals(List.of(new GiveUp<>(unfeedable)), due(93));
  }

  @Test
  void whoIsFedEarlyGivesUpNoSoonerForIt() {
    Patience<Client> relayed =
        new Patience<>(Duration.ofNanos(1_000), job -> 5, Duration.ofNanos(30), 2, job -> job.held);
    relayed.hold(client, 0, 0);
    assertEquals(List.of(new Feed<>(client, 1)), relayed.due(6, job -> true));
    assertEquals(List.of(new Feed<>(client, 2)), relayed.due(12, job -> true));
    assertEquals(List.of(), relayed.due(42, job -> true));
    assertEquals(List.of(new GiveUp<>(client)), relayed.due(43, job -> true));
  }

  @Test
  void whoRunsIsFedAndNotGivenUp() {
    client.waits = false;
    patience.hold(client, 0, 0);
    assertEquals(List.of(new Feed<>(client, 1)), due(500));
    assertEquals(List.of(new Feed<>(client, 2)), due(1000));
    assertEquals(List.of(), due(2000));
  }

  @Test
  void whoWaitsAnewMayWaitAsLongAgain() {
    patience.hold(client, 99, 0);
    patience.waitAnew(client, 90);
    assertEquals(List.of(new Feed<>(client, 1)), due(150));
    assertEquals(List.of(new Feed<>(client, 2)), due(190));
    assertEquals(List.of(new GiveUp<>(client)), due(191));
  }

  @Test
  void whoDidNotStartAfterAllWaitsOn() {
    client.waits = false;
    patience.hold(client, 0, 0);
    due(31);
    due(62);
    client.waits = true;
    patience.waitOn(client);
    assertEquals(List.of(new GiveUp<>(client)), due(93));
    assertTrue(patience.hasWaitedTooLong(client, 101));
  }

  @Test
  void whoIsReleasedIsForgotten() {
    patience.hold(client, 0, 0);
    patience.release(client);
    assertEquals(List.of(), due(1000));
  }

  @Test
  void theClockMayOverflow() {
    long start = Long.MAX_VALUE - 10;
    Client later = new Client();
    patience.hold(later, start + 5, start + 5);
    patience.hold(client, start, start);
    assertEquals(List.of(), due(start + 30));
    assertEquals(List.of(new Feed<>(client, 1)), due(start + 31));
  }

  private List<Patience.Due<Client>> due(long nowNanos) {
    return patience.due(nowNanos, held -> held.waits);
  }
}
