package dev.compilefarm.dispatcher.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.http.Origin;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times are milliseconds. */
class AudienceTest {
  private static final int MAX = 3;

  private final Audience audience =
      new Audience(MAX, 1000, Duration.ofMillis(100), Duration.ofMillis(5000), 0);

  @Test
  void whoHoldsMostMakesRoomForWhoHoldsFewer() throws Exception {
    AssertSubscriber<String> first = enter(1);
    enter(1);
    AssertSubscriber<String> other = enter(2);
    assertFalse(audience.hasRoomFor(reader(1)));
    assertFalse(audience.hasRoomFor(reader(2)), "to take it would only turn the shares round");
    assertTrue(audience.hasRoomFor(reader(3)));

    enter(3).assertNotTerminated();

    first.assertCompleted();
    other.assertNotTerminated();
    assertFalse(audience.hasRoomFor(reader(4)), "each has one");
    assertEquals(MAX, audience.size());
  }

  @Test
  void whatItsReadersGetIsSpacedByItsSize() throws Exception {
    AssertSubscriber<String> reader = enter(1);
    tell(1, "x".repeat(300), 0);
    tell(2, "too early", 299);
    assertEquals(1, nanosUntilNews(299) / 1_000_000, "a thousand bytes a second");
    tell(2, "in time", 300);
    tell(3, "too early", 399);
    tell(3, "as often as may be", 400);
    assertEquals(List.of("x".repeat(300), "in time", "as often as may be"), reader.getItems());
  }

  @Test
  void noSizeKeepsThemWithoutAnEventForLong() throws Exception {
    AssertSubscriber<String> reader = enter(1);
    tell(1, "x".repeat(1_000_000), 0);
    tell(1, "the same", 5000);
    assertEquals("the same", reader.getLastItem());
  }

  private AssertSubscriber<String> enter(int address) throws UnknownHostException {
    Reader reader = reader(address);
    return Multi.createFrom()
        .<String>emitter(
            emitter -> assertTrue(audience.enter(new Subscriber(reader, emitter))),
            BackPressureStrategy.LATEST)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private void tell(int queued, String event, long millis) {
    LoadView load = Loads.queued(queued, 0);
    audience.saw(load);
    audience.tell(load, event, Duration.ofMillis(millis).toNanos());
  }

  private long nanosUntilNews(long millis) {
    return audience.nanosUntilNews(true, Duration.ofMillis(millis).toNanos());
  }

  private static Reader reader(int address) throws UnknownHostException {
    return new Reader(
        Origin.of(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) address})), false);
  }
}
