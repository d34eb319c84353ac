package dev.compilefarm.dispatcher.volunteer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.Tries;
import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VolunteerPoolTest {
  private final VolunteerPool pool = new VolunteerPool();

  @Test
  void neverGivesMoreThanItsSlots() {
    pool.update(List.of(ready("a", 2)));
    acquire();
    acquire();
    assertTrue(pool.acquire(Tried.NOBODY).isEmpty());
  }

  @Test
  void takesTheVolunteerOfWhichTheLeastPartIsBusy() {
    pool.update(List.of(ready("a", 2), ready("b", 4)));
    assertEquals(List.of("a", "b", "b", "a", "b", "b"), acquired(6), "1/2 is as much as 2/4");
  }

  @Test
  void spreadsOverNodesAndThenTakesTheOneUsedLongestAgo() {
    pool.update(List.of(on("n1", "a"), on("n1", "b"), on("n1", "c"), on("n2", "d")));
    assertEquals(List.of("a", "d", "b", "c"), acquired(4));
    Lease lease = acquire();
    assertEquals("d", lease.volunteer().name(), "its node runs fewer");
  }

  @Test
  void underLightLoadAllTakeTheirTurns() {
    pool.update(List.of(ready("a", 2), ready("b", 2), ready("c", 2)));
    List<String> used = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Lease lease = acquire();
      used.add(lease.volunteer().name());
      lease.release();
    }
    assertEquals(List.of("a", "b", "c", "a", "b", "c"), used);
  }

  @Test
  void givesAJobNothingThatItHasTried() {
    pool.update(List.of(ready("a", 9), ready("b", 1)));
    assertEquals("b", pool.acquire(tried("a")).orElseThrow().volunteer().name());
    assertTrue(pool.acquire(tried("a")).isEmpty(), "b is there, only busy");
    assertFalse(pool.hasSlotFor(tried("a", "b")));
    assertFalse(pool.hasSlotFor(new Tried(Set.of(), true)), "it waits for judgement");
  }

  @Test
  void aSuspectIsChosenLast() {
    pool.update(List.of(ready("a", 2), ready("b", 1)));
    pool.trust("a", Trust.SUSPECT);
    assertEquals(List.of("b", "a", "a"), acquired(3));
  }

  @Test
  void whoIsAskedIsLeftAloneWhileAnotherOneCouldDoIt() {
    pool.update(List.of(ready("a", 2), ready("b", 1)));
    pool.trust("a", Trust.ASKED);
    assertEquals(List.of("b"), acquired(1));
    assertFalse(pool.hasSlotFor(Tried.NOBODY), "b is only busy");
    assertTrue(pool.hasSlotFor(tried("b")));
    pool.trust("b", Trust.FAILING);
    assertTrue(pool.hasSlotFor(Tried.NOBODY));
  }

  @Test
  void whoIsSetAsideGetsNothingAndIsTold() {
    pool.update(List.of(ready("a", 2)));
    pool.trust("a", Trust.UNREACHABLE);
    pool.trust("gone", Trust.UNREACHABLE);
    assertFalse(pool.hasSlotFor(Tried.NOBODY));
    assertFalse(pool.hasReady());
    assertTrue(pool.hasAvailableBeside(Set.of()));
    assertEquals(VolunteerState.UNREACHABLE, pool.loads().getFirst().state());
    pool.trust("a", Trust.FAILING);
    assertEquals(VolunteerState.BLACK_HOLE, pool.loads().getFirst().state());
  }

  /** Against all volunteers looked at one by one, in any order of changes. */
  @Test
  void choosesAsTheRuleSays() {
    Tries.of(200, random -> choosesAsTheRuleSays(new Draws(random.nextLong())));
  }

  private void choosesAsTheRuleSays(Draws draws) {
    VolunteerPool drawn = new VolunteerPool();
    NaivePool naive = new NaivePool();
    List<Lease> leases = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
      switch (draws.between(0, 6)) {
        case 0 -> {
          List<Volunteer> present = naive.draw(draws);
          drawn.update(present);
          naive.update(present);
        }
        case 1 -> {
          String name = "v" + draws.between(0, 9);
          Trust trust = draws.oneOf(Trust.values());
          drawn.trust(name, trust);
          naive.trust(name, trust);
        }
        case 2, 3 -> {
          if (!leases.isEmpty()) {
            Lease lease = leases.remove(draws.between(0, leases.size() - 1));
            lease.release();
            naive.release(lease);
          }
        }
        default -> {
          Tried tried = draws.chance(0.7) ? Tried.NOBODY : naive.tried(draws);
          List<String> best = naive.choose(tried);
          assertEquals(!best.isEmpty(), drawn.hasSlotFor(tried));
          Optional<Lease> lease = drawn.acquire(tried);
          Optional<String> chosen = lease.map(one -> one.volunteer().name());
          if (tried.equals(Tried.NOBODY)) {
            assertEquals(best.stream().findFirst(), chosen);
          } else {
            assertTrue(chosen.map(best::contains).orElse(best.isEmpty()), best + " " + chosen);
          }
          lease.ifPresent(leases::add);
          lease.ifPresent(naive::acquired);
        }
      }
      assertEquals(naive.busy(), drawn.busy().stream().map(Volunteer::name).toList());
      assertEquals(naive.hasReady(), drawn.hasReady());
    }
  }

  @Test
  void giveBackMakesRoomAgainButOnlyOnce() {
    pool.update(List.of(ready("a", 1)));
    Lease lease = acquire();
    lease.release();
    assertTrue(pool.hasSlotFor(Tried.NOBODY));
    assertThrows(IllegalStateException.class, lease::release);
  }

  @Test
  void givesNothingToDrainingOrUnreadyOnes() {
    pool.update(
        List.of(
            new Volunteer("d", "h", 1, 4, Availability.DRAINING),
            new Volunteer("n", "h", 2, 4, Availability.NOT_READY)));
    assertFalse(pool.hasSlotFor(Tried.NOBODY));
  }

  @Test
  void saysWhoStays() {
    pool.update(
        List.of(
            ready("a", 1),
            new Volunteer("n", "h", 2, 4, Availability.NOT_READY),
            new Volunteer("d", "h", 1, 4, Availability.DRAINING)));
    assertTrue(pool.isStaying("a"));
    assertTrue(pool.isStaying("n"), "it may come back");
    assertFalse(pool.isStaying("d"));
    assertFalse(pool.isStaying("gone"));
  }

  @Test
  void followsAChangeOfSlotsAtOnce() {
    pool.update(List.of(ready("a", 3)));
    Lease one = acquire();
    acquire();
    pool.update(List.of(ready("a", 1)));
    one.release();
    assertFalse(pool.hasSlotFor(Tried.NOBODY), "one of one slot is still busy");
  }

  @Test
  void tellsWhoIsGoneAndTakesTheirSlotsBackWithoutHarm() {
    pool.update(List.of(ready("a", 1), ready("b", 1)));
    Lease lease = pool.acquire(tried("b")).orElseThrow();
    assertEquals(Set.of("a"), pool.update(List.of(ready("b", 1))));
    pool.update(List.of(ready("a", 1), ready("b", 1)));
    lease.release();
    assertEquals(List.of(0, 0), pool.loads().stream().map(VolunteerLoad::busy).toList());
  }

  @Test
  void namesThoseThatHoldAJob() {
    pool.update(List.of(ready("a", 2), ready("b", 1)));
    acquire();
    assertEquals(List.of(ready("a", 2)), pool.busy());
  }

  private Lease acquire() {
    return pool.acquire(Tried.NOBODY).orElseThrow();
  }

  private List<String> acquired(int times) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      names.add(acquire().volunteer().name());
    }
    return names;
  }

  private static Tried tried(String... names) {
    return new Tried(Set.of(names), false);
  }

  private static Volunteer on(String node, String name) {
    return new Volunteer(name, name, 3632, 2, Availability.READY, node);
  }

  private static Volunteer ready(String name, int slots) {
    return new Volunteer(name, "host", 3632, slots, Availability.READY);
  }
}
