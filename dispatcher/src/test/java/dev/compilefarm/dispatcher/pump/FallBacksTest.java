package dev.compilefarm.dispatcher.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FallBacksTest {
  private static final int PUMP = 3;
  private static final int PLAIN = 2;

  /** So many plain jobs in a row end a build's pump. */
  private static final int IN_A_ROW = 36;

  private final FallBacks fallBacks = new FallBacks();

  /** Any, as with {@link System#nanoTime}. */
  private long now = -3_000_000_000L;

  @Test
  void aBuildWhoseJobsAllComePlainAfterOnesByPumpHasFallenBack() {
    come("a", PUMP, 20);
    assertEquals(IN_A_ROW - 1, comePlainUntilNamed("a"));
    come("a", PLAIN, 3);
    assertEquals(List.of(new FallBack("a", 4)), fallBacks.at(now));
  }

  @Test
  void oneJobByPumpAtTheStartIsEnough() {
    come("a", PUMP, 1);
    assertEquals(IN_A_ROW - 1, comePlainUntilNamed("a"));
  }

  @Test
  void fewerAreEnoughWhereHalfCamePlainBefore() {
    for (int pair = 0; pair < 50; pair++) {
      come("a", PLAIN, 1);
      come("a", PUMP, 1);
    }
    assertEquals(25, comePlainUntilNamed("a"));
  }

  @Test
  void aPlainBuildHasNothingToFallBackFrom() {
    come("a", PLAIN, 500);
    come("a", 1, 500);
    assertEquals(List.of(), fallBacks.at(now));
  }

  /** The include server refuses some files; in any order, two thirds are too few. */
  @Test
  void aPumpBuildWithFilesThatAlwaysComePlainIsNotNamed() {
    Random draws = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      assertFalse(come("a", draws.nextInt(3) == 0 ? PLAIN : PUMP), "job " + i);
    }
    for (int directory = 0; directory < 20; directory++) {
      come("a", PUMP, 30);
      come("a", PLAIN, IN_A_ROW - 10);
    }
    assertEquals(List.of(), fallBacks.at(now));
  }

  @Test
  void pumpThatWorksAgainEndsIt() {
    come("a", PUMP, 20);
    come("a", PLAIN, 60);
    come("a", PUMP, 20);
    assertFalse(come("a", PLAIN));
    assertEquals(
        List.of(new FallBack("a", 60 - IN_A_ROW + 1)), fallBacks.at(now), "it is named on");
    pass(FallBacks.NAMED);
    assertEquals(List.of(), fallBacks.at(now));
  }

  @Test
  void anotherBuildOfTheTenantMayBePlain() {
    come("a", PUMP, 20);
    pass(Duration.ofSeconds(121));
    come("a", PLAIN, 200);
    assertEquals(List.of(), fallBacks.at(now));
  }

  @Test
  void afterAnHourOfPlainJobsItIsTheirHabit() {
    come("a", PUMP, 20);
    come("a", PLAIN, 20);
    for (int minute = 0; minute < 59; minute++) {
      pass(Duration.ofMinutes(1));
      come("a", PLAIN);
    }
    assertTrue(come("a", PLAIN));
    pass(Duration.ofMinutes(1));
    assertFalse(come("a", PLAIN));
  }

  @Test
  void tenantsAreToldApart() {
    come("a", PUMP, 20);
    come("b", PLAIN, 60);
    assertEquals(List.of(), fallBacks.at(now));
  }

  @Test
  void itsMemoryIsBounded() {
    come("first", PUMP, 1);
    for (int i = 0; i < FallBacks.TENANTS_MAX; i++) {
      come("t" + i, PUMP, 1);
    }
    come("first", PLAIN, 60);
    assertEquals(List.of(), fallBacks.at(now), "it was forgotten");
    for (int i = 0; i < 2 * FallBacks.NAMED_MAX; i++) {
      come("n" + i, PUMP, 1);
      come("n" + i, PLAIN, 50 + i % 7);
    }
    List<FallBack> named = fallBacks.at(now);
    assertEquals(FallBacks.SHOWN_MAX, named.size());
    assertTrue(named.stream().allMatch(one -> one.jobs() == 56 - IN_A_ROW + 1));
  }

  private int comePlainUntilNamed(String tenant) {
    int before = 0;
    while (!come(tenant, PLAIN)) {
      before++;
    }
    return before;
  }

  private void come(String tenant, int protocol, int jobs) {
    for (int i = 0; i < jobs; i++) {
      come(tenant, protocol);
    }
  }

  private boolean come(String tenant, int protocol) {
    pass(Duration.ofMillis(1));
    return fallBacks.came(tenant, protocol, now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
