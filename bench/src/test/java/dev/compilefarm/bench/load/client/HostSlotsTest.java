package dev.compilefarm.bench.load.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.bench.load.client.HostSlots.Lock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostSlotsTest {
  private static final Set<Integer> BOTH = Set.of(0, 1);

  @Test
  void takesTheFirstSlotOfEveryHostBeforeTheSecondOfAny() {
    HostSlots slots = new HostSlots(List.of(2, 2));

    List<Optional<Lock>> locks = Stream.generate(() -> slots.lockOne(BOTH)).limit(5).toList();

    assertEquals(
        List.of(
            Optional.of(new Lock(0, 0)),
            Optional.of(new Lock(1, 0)),
            Optional.of(new Lock(0, 1)),
            Optional.of(new Lock(1, 1)),
            Optional.empty()),
        locks);
  }

  @Test
  void aSlotThatIsUnlockedIsTheFirstToBeTakenAgain() {
    HostSlots slots = new HostSlots(List.of(1, 3));
    Lock first = slots.lockOne(BOTH).orElseThrow();
    Optional<Lock> _ = slots.lockOne(BOTH);

    slots.unlock(first);

    assertEquals(Optional.of(first), slots.lockOne(BOTH));
  }

  @Test
  void aHostThatIsNotAmongThemIsPassedOver() {
    HostSlots slots = new HostSlots(List.of(2, 2));

    assertEquals(Optional.of(new Lock(1, 0)), slots.lockOne(Set.of(1)));
    assertEquals(Optional.of(new Lock(1, 1)), slots.lockOne(Set.of(1)));
    assertEquals(Optional.empty(), slots.lockOne(Set.of(1)));
  }

  @Test
  void looksAtNoMoreThanFiftySlotsOfAHost() {
    HostSlots slots = new HostSlots(List.of(64));

    long locks =
        Stream.generate(() -> slots.lockOne(Set.of(0))).takeWhile(Optional::isPresent).count();

    assertEquals(50, locks);
  }
}
