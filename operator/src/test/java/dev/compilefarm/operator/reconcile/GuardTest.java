package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rounds that hang, on threads of their own. What a round that fails says is ApiTroubleIT's. */
class GuardTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final FarmMemories memories = new FarmMemories();
  private final Guard guard =
      new Guard(memories, InstantSource.fixed(NOW), (farm, status, now) -> {});

  @Test
  void farmsThatFailedShareThreeRoundsAtTime() throws Exception {
    CountDownLatch hanging = new CountDownLatch(3);
    CountDownLatch end = new CountDownLatch(1);
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (String farm : List.of("a", "b", "c")) {
      answers.add(
          CompletableFuture.supplyAsync(
              () -> round(failed(farm, NOW), hanging, end),
              task -> Thread.ofVirtual().start(task)));
    }
    assertTrue(hanging.await(20, TimeUnit.SECONDS));

    assertEquals("later PT1S", round(failed("d", NOW), new CountDownLatch(1), end));
    assertEquals("made", quick(farm("never-failed")));

    end.countDown();
    for (CompletableFuture<String> answer : answers) {
      assertEquals("made", answer.get(20, TimeUnit.SECONDS));
    }
    assertEquals("made", quick(failed("d", NOW)));
  }

  @Test
  void farmThatFailedWaitsForItsTime() {
    assertEquals("later PT0.4S", quick(failed("a", NOW.plusMillis(400))));
  }

  @Test
  void roundThatIsMadeEndsTheFailure() {
    CompileFarm farm = failed("a", NOW);

    assertEquals("made", quick(farm));
    assertEquals(Optional.empty(), memories.of("a").failure());
  }

  /** There is no API server to tell it, which is one failure more that ends nothing. */
  @Test
  void roundsThatFailAreTriedAgainLaterAndLater() {
    CompileFarm farm = farm("a");

    assertEquals("later PT1S", failing(farm, new IllegalStateException("of this test")));
    letRetry("a");
    assertEquals("later PT2S", failing(farm, new StackOverflowError()));
    letRetry("a");
    assertEquals("later PT4S", failing(farm, new IllegalStateException("of this test")));
  }

  /** The operator is told to end. */
  @Test
  void roundThatIsInterruptedIsNotFailure() {
    Thread.currentThread().interrupt();

    assertThrows(
        IllegalStateException.class, () -> failing(farm("a"), new IllegalStateException("ends")));
    assertTrue(Thread.interrupted());
    assertEquals(Optional.empty(), memories.of("a").failure());
  }

  private String failing(CompileFarm farm, Throwable failure) {
    return guard.round(
        farm,
        null,
        now -> {
          if (failure instanceof Error e) {
            throw e;
          }
          throw (RuntimeException) failure;
        },
        wait -> "later " + wait);
  }

  private void letRetry(String uid) {
    FarmMemory memory = memories.of(uid);
    Failure failure = memory.failure().orElseThrow();
    memories.put(
        uid,
        memory.withFailure(
            Optional.of(
                new Failure(failure.message(), failure.generation(), failure.attempts(), NOW))));
  }

  private String quick(CompileFarm farm) {
    return round(farm, new CountDownLatch(1), new CountDownLatch(0));
  }

  private String round(CompileFarm farm, CountDownLatch begun, CountDownLatch end) {
    return guard.round(
        farm,
        null,
        now -> {
          begun.countDown();
          try {
            return end.await(20, TimeUnit.SECONDS) ? "made" : "never ended";
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        wait -> "later " + wait);
  }

  private CompileFarm failed(String name, Instant retryAt) {
    memories.put(
        name, FarmMemory.NONE.withFailure(Optional.of(new Failure("it failed", 1L, 1, retryAt))));
    return farm(name);
  }

  private static CompileFarm farm(String name) {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(
        new ObjectMetaBuilder().withName(name).withUid(name).withGeneration(1L).build());
    return farm;
  }
}
