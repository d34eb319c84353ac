package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutTurnsTest {
  private static final int MAX = 3;

  @Test
  void turnsAreGivenInTheOrderOfAsking() {
    RolloutTurns<String> turns = new RolloutTurns<>(1, Set.of());

    assertTrue(turns.ask("a", "a"));
    assertFalse(turns.ask("b", "b"));
    assertFalse(turns.ask("c", "c"));
    assertFalse(turns.ask("b", "b"));
    assertTrue(turns.ask("a", "a"));
    assertEquals(List.of("b"), turns.leave("a"));
    assertFalse(turns.ask("a", "a"));
    assertEquals(List.of("c"), turns.leave("b"));
    assertEquals(List.of("a"), turns.leave("c"));
  }

  @Test
  void farmThatIsDeletedGivesItsTurnToTheNext() {
    RolloutTurns<String> turns = new RolloutTurns<>(1, Set.of());
    turns.ask("a", "a");
    turns.ask("b", "b");
    turns.ask("c", "c");

    assertEquals(List.of(), turns.leave("b"));
    assertEquals(List.of("c"), turns.leave("a"));
  }

  /** A process before this one gave them their turns. */
  @Test
  void restartCountsThoseThatAreInTheMiddle() {
    RolloutTurns<String> turns = new RolloutTurns<>(2, Set.of("a", "b", "c"));

    assertFalse(turns.ask("d", "d"));
    assertTrue(turns.ask("b", "b"));
    assertEquals(List.of(), turns.leave("a"));
    assertEquals(List.of("d"), turns.leave("c"));
  }

  /** Farms ask, replace, are deleted and are paused in any order; the operator is restarted. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyFarmGetsItsTurnAndNeverMoreThanAFew(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RolloutTurns<String> turns = new RolloutTurns<>(MAX, Set.of());
    List<String> old = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      old.add("farm-" + i);
    }
    Set<String> rolling = new HashSet<>();
    Queue<String> woken = new ArrayDeque<>();
    int replaced = 0;
    int gone = 0;
    for (int step = 0; step < 20_000 && !(old.isEmpty() && rolling.isEmpty()); step++) {
      String next = woken.poll();
      if (next == null && !old.isEmpty() && random.nextInt(3) > 0) {
        next = old.get(random.nextInt(old.size()));
      }
      switch (random.nextInt(20)) {
        case 0 -> {
          // Somebody deletes a farm, whatever it does.
          String deleted = next != null ? next : rolling.iterator().next();
          gone += old.remove(deleted) || rolling.remove(deleted) ? 1 : 0;
          woken.addAll(turns.leave(deleted));
        }
        case 1 -> {
          if (next != null) {
            woken.add(next);
          }
          woken.clear();
          turns = new RolloutTurns<>(MAX, Set.copyOf(rolling));
        }
        default -> {
          if (next != null && old.contains(next)) {
            if (turns.ask(next, next)) {
              old.remove(next);
              rolling.add(next);
            }
          } else if (!rolling.isEmpty()) {
            String done = rolling.iterator().next();
            rolling.remove(done);
            replaced++;
            woken.addAll(turns.leave(done));
          }
        }
      }
      assertTrue(rolling.size() <= MAX, () -> "at a time: " + rolling);
    }

    assertEquals(200, replaced + gone);
  }

  /** As it is in the operator: ten threads, and nobody asks twice who is not woken. */
  @Test
  void noTurnIsLostBetweenThreads() throws InterruptedException, ExecutionException {
    int farms = 2000;
    RolloutTurns<Integer> turns = new RolloutTurns<>(MAX, Set.of());
    AtomicInteger rolling = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Queue<Integer> replaced = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
      List<Future<?>> rounds = new ArrayList<>();
      for (int i = 0; i < farms; i++) {
        int farm = i;
        rounds.add(threads.submit(() -> round(farm, turns, rolling, most, replaced)));
      }
      for (Future<?> round : rounds) {
        round.get();
      }
    }

    assertEquals(farms, replaced.size());
    assertTrue(most.get() <= MAX, () -> "at a time: " + most);
  }

  private static void round(
      int farm,
      RolloutTurns<Integer> turns,
      AtomicInteger rolling,
      AtomicInteger most,
      Queue<Integer> replaced) {
    Queue<Integer> woken = new ArrayDeque<>(List.of(farm));
    while (!woken.isEmpty()) {
      int next = woken.remove();
      if (turns.ask(Integer.toString(next), next)) {
        most.accumulateAndGet(rolling.incrementAndGet(), Math::max);
        replaced.add(next);
        rolling.decrementAndGet();
        woken.addAll(turns.leave(Integer.toString(next)));
      }
    }
  }
}
