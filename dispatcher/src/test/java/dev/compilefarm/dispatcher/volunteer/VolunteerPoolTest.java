package dev.compilefarm.dispatcher.volunteer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.Tries;
import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VolunteerPoolTest {
  private static final List<Needs> NEEDS =
      List.of(Needs.of("gcc"), Needs.of("clang"), Needs.of("icc"), new Needs("gcc", Check.ALL));

  private final VolunteerPool pool = new VolunteerPool();

  @Test
  void neverGivesMoreThanItsSlots() {
    pool.update(List.of(ready("a", 2)));
    acquire();
    acquire();
    assertTrue(pool.acquire(Places.ALL).isEmpty());
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
    assertEquals("b", pool.acquire(places("a")).orElseThrow().volunteer().name());
    assertTrue(pool.acquire(places("a")).isEmpty(), "b is there, only busy");
    assertFalse(pool.hasSlotFor(places("a", "b")));
    assertFalse(pool.hasSlotFor(new Places(Set.of(), Tried.HELD)), "it waits for judgement");
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
    assertFalse(pool.hasSlotFor(Places.ALL), "b is only busy");
    assertTrue(pool.hasSlotFor(places("b")));
    pool.trust("b", Trust.FAILING);
    assertTrue(pool.hasSlotFor(Places.ALL));
  }

  @Test
  void whoIsSetAsideGetsNothingAndIsTold() {
    pool.update(List.of(ready("a", 2)));
    pool.trust("a", Trust.UNREACHABLE);
    pool.trust("gone", Trust.UNREACHABLE);
    assertFalse(pool.hasSlotFor(Places.ALL));
    assertFalse(pool.hasReady());
    assertTrue(pool.hasAvailableBeside(Set.of(), Set.of()));
    assertEquals(VolunteerState.UNREACHABLE, pool.loads().getFirst().state());
    pool.trust("a", Trust.FAILING);
    assertEquals(VolunteerState.BLACK_HOLE, pool.loads().getFirst().state());
  }

  /** Against all volunteers looked at one by one, in any order of changes. */
  @Test
  void choosesAsTheRuleSays() {
    Tries.of(200, random -> choosesAsTheRuleSays(new Draws(random.nextLong())));
  }

  @Test
  void givesAJobNobodyThatLacksItsCompiler() {
    Toolchain gcc = toolchain("gcc");
    Toolchain both = toolchain("gcc", "clang");
    pool.update(
        List.of(
            ready("a", 9).having(Optional.of(gcc)),
            ready("b", 1).having(Optional.of(both)),
            ready("c", 1)));
    Places clang = new Places(pool.lacking(Needs.of("clang")), Tried.NOBODY);
    assertEquals(Set.of(Optional.of(gcc)), clang.lacking());
    assertEquals(Set.of(), pool.lacking(Needs.of("gcc")));
    assertEquals("b", pool.acquire(clang).orElseThrow().volunteer().name());
    assertEquals("c", pool.acquire(clang).orElseThrow().volunteer().name(), "it has not told");
    assertTrue(pool.acquire(clang).isEmpty());
    assertTrue(pool.hasSlotFor(Places.ALL));
  }

  @Test
  void givesAJobThatNeedsChecksNobodyWhoHasNotToldThem() {
    Toolchain some = new Toolchain(List.of(), Set.of("gcc"), Set.of(Check.PATHS), 0);
    Toolchain all = new Toolchain(List.of(), Set.of("gcc"), Check.ALL, 0);
    pool.update(
        List.of(
            ready("a", 9),
            ready("b", 9).having(Optional.of(some)),
            ready("c", 1).having(Optional.of(all))));
    Places places = new Places(pool.lacking(new Needs("gcc", Check.ALL)), Tried.NOBODY);
    assertEquals("c", pool.acquire(places).orElseThrow().volunteer().name());
    assertTrue(pool.acquire(places).isEmpty());
    assertTrue(pool.hasReadyFor(places));
    assertTrue(pool.acquire(Places.ALL).isPresent());
  }

  @Test
  void knowsWhenAllThatStayLackACompiler() {
    Volunteer gcc = ready("a", 1).having(Optional.of(toolchain("gcc")));
    Volunteer clang = ready("b", 1).having(Optional.of(toolchain("clang")));
    assertFalse(allLack("icc"), "nobody is there");
    pool.update(List.of(gcc, clang));
    assertTrue(allLack("icc") && pool.known().lack(Needs.of("icc")));
    assertFalse(allLack("clang") || pool.known().lack(Needs.of("clang")));
    pool.update(List.of(gcc, leaving(clang)));
    assertTrue(
        allLack("clang") && pool.known().lack(Needs.of("clang")), "who leaves takes no more jobs");
    pool.update(List.of(gcc, ready("c", 1)));
    assertFalse(allLack("icc") || pool.known().lack(Needs.of("icc")), "one has not told");
    pool.update(List.of(gcc, starting("c")));
    assertTrue(allLack("icc"));
    assertFalse(pool.known().lack(Needs.of("icc")), "one that starts will tell");
  }

  @Test
  void tellsWhenSomethingElseIsKnownOfCompilersAndNotForEachJob() {
    Volunteer gcc = ready("a", 2).having(Optional.of(toolchain("gcc")));
    pool.update(List.of(gcc));
    long changes = pool.kindChanges();
    acquire().release();
    pool.trust("a", Trust.FAILING);
    pool.update(List.of(gcc, ready("b", 1).having(gcc.toolchain())));
    assertEquals(changes, pool.kindChanges());
    pool.update(List.of(gcc, ready("b", 1)));
    assertTrue(pool.kindChanges() > changes);
  }

  private boolean allLack(String compiler) {
    return pool.allLack(pool.lacking(Needs.of(compiler)));
  }

  private static Volunteer leaving(Volunteer volunteer) {
    return new Volunteer(volunteer.name(), "host", 3632, 1, Availability.DRAINING)
        .having(volunteer.toolchain());
  }

  private static Volunteer starting(String name) {
    return new Volunteer(name, "host", 3632, 1, Availability.NOT_READY);
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
          Needs needs = NEEDS.get(draws.between(0, NEEDS.size() - 1));
          List<String> best = naive.choose(tried, needs);
          Places places = new Places(drawn.lacking(needs), tried);
          assertEquals(!best.isEmpty(), drawn.hasSlotFor(places));
          Optional<Lease> lease = drawn.acquire(places);
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
      for (Needs needs : NEEDS) {
        Set<Optional<Toolchain>> lacking = drawn.lacking(needs);
        assertEquals(naive.allLack(needs), drawn.allLack(lacking));
        assertEquals(naive.hasReadyWith(needs), drawn.hasReadyBeside(lacking, Set.of()));
        assertEquals(naive.areKnownToLack(needs), drawn.known().lack(needs));
      }
    }
  }

  @Test
  void giveBackMakesRoomAgainButOnlyOnce() {
    pool.update(List.of(ready("a", 1)));
    Lease lease = acquire();
    lease.release();
    assertTrue(pool.hasSlotFor(Places.ALL));
    assertThrows(IllegalStateException.class, lease::release);
  }

  @Test
  void givesNothingToDrainingOrUnreadyOnes() {
    pool.update(
        List.of(
            new Volunteer("d", "h", 1, 4, Availability.DRAINING),
            new Volunteer("n", "h", 2, 4, Availability.NOT_READY)));
    assertFalse(pool.hasSlotFor(Places.ALL));
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
    assertFalse(pool.hasSlotFor(Places.ALL), "one of one slot is still busy");
  }

  @Test
  void tellsWhoIsGoneAndTakesTheirSlotsBackWithoutHarm() {
    pool.update(List.of(ready("a", 1), ready("b", 1)));
    Lease lease = pool.acquire(places("b")).orElseThrow();
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
    return pool.acquire(Places.ALL).orElseThrow();
  }

  private List<String> acquired(int times) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      names.add(acquire().volunteer().name());
    }
    return names;
  }

  private static Places places(String... tried) {
    return new Places(Set.of(), new Tried(Set.of(tried), false));
  }

  private static Toolchain toolchain(String... names) {
    return new Toolchain(List.of(), Set.of(names));
  }

  private static Volunteer on(String node, String name) {
    return new Volunteer(name, name, 3632, 2, Availability.READY, node);
  }

  private static Volunteer ready(String name, int slots) {
    return new Volunteer(name, "host", 3632, slots, Availability.READY);
  }
}
