package dev.compilefarm.dispatcher.volunteer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VolunteerPoolTest {
  private static final Set<String> NOBODY = Set.of();
  private final VolunteerPool pool = new VolunteerPool();

  @Test
  void neverGivesMoreThanItsSlots() {
    pool.update(List.of(ready("a", 2)));
    acquire();
    acquire();
    assertTrue(pool.acquire(NOBODY, 0).isEmpty());
  }

  @Test
  void takesTheVolunteerWithMostFreeSlots() {
    pool.update(List.of(ready("a", 2), ready("b", 3)));
    assertEquals("b", acquire().volunteer().name());
    acquire();
    acquire();
    assertEquals(List.of(1, 2), pool.loads(0).stream().map(VolunteerLoad::busy).sorted().toList());
  }

  @Test
  void giveBackMakesRoomAgainButOnlyOnce() {
    pool.update(List.of(ready("a", 1)));
    Lease lease = acquire();
    lease.release();
    assertTrue(pool.hasSlotFor(NOBODY, 0));
    assertThrows(IllegalStateException.class, lease::release);
  }

  @Test
  void givesNothingToDrainingOrUnreadyOnes() {
    pool.update(
        List.of(
            new Volunteer("d", "h", 1, 4, Availability.DRAINING),
            new Volunteer("n", "h", 2, 4, Availability.NOT_READY)));
    assertFalse(pool.hasSlotFor(NOBODY, 0));
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
  void prefersAVolunteerThatWasNotTriedAndWaitsForIt() {
    pool.update(List.of(ready("a", 9), ready("b", 1)));
    Lease onB = pool.acquire(Set.of("a"), 0).orElseThrow();
    assertEquals("b", onB.volunteer().name());
    assertTrue(pool.acquire(Set.of("a"), 0).isEmpty(), "b is there, only busy");
  }

  @Test
  void triesTheSameOneAgainWhenThereIsNoOther() {
    pool.update(List.of(ready("a", 1)));
    assertTrue(pool.hasSlotFor(Set.of("a"), 0));
  }

  @Test
  void followsAChangeOfSlotsAtOnce() {
    pool.update(List.of(ready("a", 3)));
    Lease one = acquire();
    acquire();
    pool.update(List.of(ready("a", 1)));
    one.release();
    assertFalse(pool.hasSlotFor(NOBODY, 0), "one of one slot is still busy");
  }

  @Test
  void tellsWhoIsGoneAndTakesTheirSlotsBackWithoutHarm() {
    pool.update(List.of(ready("a", 1), ready("b", 1)));
    Lease lease = pool.acquire(Set.of("b"), 0).orElseThrow();
    assertEquals(Set.of("a"), pool.update(List.of(ready("b", 1))));
    pool.update(List.of(ready("a", 1), ready("b", 1)));
    lease.release();
    assertEquals(List.of(0, 0), pool.loads(0).stream().map(VolunteerLoad::busy).toList());
  }

  @Test
  void setsAnUnreachableOneAsideForLongerEachTime() {
    pool.update(List.of(ready("a", 2)));
    Lease lease = acquire();
    long now = 0;
    for (long pauseMillis : List.of(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L)) {
      lease.unreachable(now);
      assertEquals(VolunteerState.UNREACHABLE, state(now + millis(pauseMillis) - 1));
      now += millis(pauseMillis);
      assertEquals(VolunteerState.READY, state(now));
    }
    lease.answered();
    lease.unreachable(now);
    assertTrue(pool.hasSlotFor(NOBODY, now + millis(500)), "an answer starts the pauses anew");
  }

  @Test
  void takesFailuresOfSeveralConnectionsTogetherForOne() {
    pool.update(List.of(ready("a", 2)));
    Lease one = acquire();
    Lease other = acquire();
    one.unreachable(0);
    other.unreachable(millis(1));
    assertEquals(VolunteerState.READY, state(millis(500)));
  }

  @Test
  void setsABlackHoleAsideAfterTheSecondRequest() {
    pool.update(List.of(ready("a", 2)));
    Lease lease = acquire();
    lease.hungUpOn(1, 0);
    lease.hungUpOn(1, 0);
    assertEquals(VolunteerState.READY, state(0), "the request may be to blame");
    lease.hungUpOn(2, 0);
    assertEquals(VolunteerState.BLACK_HOLE, state(0));
    assertFalse(pool.hasReadyBeside(NOBODY, 0));
    lease.hungUpOn(3, millis(500));
    assertEquals(VolunteerState.BLACK_HOLE, state(millis(1499)), "once more, for twice as long");
    lease.answered();
    assertEquals(VolunteerState.READY, state(millis(600)));
  }

  @Test
  void takesBackABlackHoleOnceTheRequestsWereToBlame() {
    pool.update(List.of(ready("a", 2)));
    Lease lease = acquire();
    lease.hungUpOn(1, 0);
    lease.hungUpOn(2, 0);
    pool.absolve(2);
    assertEquals(VolunteerState.READY, state(0));
    lease.hungUpOn(3, 0);
    assertEquals(VolunteerState.BLACK_HOLE, state(0), "the first one still counts");
  }

  @Test
  void setsAsideByNameWhomNobodyFoundAtItsPort() {
    pool.update(List.of(ready("a", 1)));
    pool.unreachable("a", 0);
    pool.unreachable("gone", 0);
    assertEquals(VolunteerState.UNREACHABLE, state(0));
  }

  @Test
  void namesThoseThatHoldAJob() {
    pool.update(List.of(ready("a", 2), ready("b", 1)));
    acquire();
    assertEquals(List.of(ready("a", 2)), pool.busy());
  }

  private VolunteerState state(long nowNanos) {
    return pool.loads(nowNanos).getFirst().state();
  }

  private Lease acquire() {
    return pool.acquire(NOBODY, 0).orElseThrow();
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Volunteer ready(String name, int slots) {
    return new Volunteer(name, "host", 3632, slots, Availability.READY);
  }
}
