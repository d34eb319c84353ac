package dev.compilefarm.dispatcher.succession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PodSuccessionTest {
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicLong clock = new AtomicLong();
  private Supplier<String> api = PodSuccessionTest::stands;

  /** Ten seconds go by with each look at the pods. */
  private final PodSuccession succession =
      new PodSuccession(
          path -> {
            if (path.contains("/pods")) {
              looks.incrementAndGet();
              clock.addAndGet(TimeUnit.SECONDS.toNanos(10));
            }
            return api.get();
          },
          "ci",
          "main",
          "own",
          Duration.ofMinutes(5),
          clock::get);

  /** In the foreground, its Role is deleted before the farm itself. */
  @Test
  void thatItMayAskNoMoreMeansThatTheFarmGoes() throws Exception {
    succession.begin();
    api = PodSuccessionTest::forbids;
    succession.await();
    assertEquals(2, looks.get(), "at once");
    assertFalse(succession.endsAll(), "its volunteers do what waits");
  }

  @Test
  void whoNeverMightAskIsBlind() throws Exception {
    api = PodSuccessionTest::forbids;
    succession.begin();
    succession.await();
    assertTrue(looks.get() > 3, "after 30 s");
  }

  /** What was seen at the start says nothing of who comes at the end. */
  @Test
  void anApiServerThatIsAwayAtTheEndIsNoSuccessor() throws Exception {
    succession.begin();
    api =
        () -> {
          throw new IllegalStateException("it is away");
        };
    succession.await();
    assertTrue(looks.get() > 3, "after 30 s");
  }

  private static String stands() {
    return "{\"metadata\": {}, \"items\": []}";
  }

  private static String forbids() {
    throw new NotAllowedException(new IllegalStateException("403"));
  }
}
