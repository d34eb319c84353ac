package dev.compilefarm.dispatcher.bottleneck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BottlenecksTest {
  private static final String TENANT = "10.1.0.9";
  private static final Optional<Bound> FARM = Optional.of(Bound.FARM);
  private static final Optional<Bound> CLIENT = Optional.of(Bound.CLIENT);
  private static final Optional<Bound> BALANCED = Optional.of(Bound.BALANCED);
  private static final Optional<Bound> UNKNOWN = Optional.empty();

  /** Seconds of one core that a client preprocesses, and those that a volunteer then compiles. */
  private static final double PREPROCESSING = 0.08;

  private static final double COMPILE = 0.75;

  @Test
  void aClientThatCannotPreprocessFastEnoughIsTheBottleneck() {
    SmallFarm farm = new SmallFarm(64, 0);
    make(farm, 64, 1).go(64);
    farm.play(6);
    assertEquals(CLIENT, farm.bound(TENANT));
    farm.play(60);
    assertEquals(CLIENT, farm.bound(TENANT));
  }

  @Test
  void aFarmWithFewerSlotsThanItsClientFeedsIsTheBottleneck() {
    SmallFarm farm = new SmallFarm(4, 0);
    make(farm, 64, 1).go(64);
    farm.play(6);
    assertEquals(FARM, farm.bound(TENANT));
    farm.play(60);
    assertEquals(FARM, farm.bound(TENANT));
  }

  @Test
  void aFarmWithNoVolunteersYetIsTheBottleneck() {
    SmallFarm farm = new SmallFarm(0, 0);
    make(farm, 16, 4).go(16);
    farm.play(6);
    assertEquals(FARM, farm.bound(TENANT));
  }

  @Test
  void aMakeWithFewJobsIsTheBottleneckThoughItsClientIsIdle() {
    SmallFarm farm = new SmallFarm(64, 0);
    make(farm, 4, 8).go(4);
    farm.play(30);
    assertEquals(CLIENT, farm.bound(TENANT));
  }

  @Test
  void aFarmThatIsFullAndLetsNobodyWaitIsInBalance() {
    SmallFarm farm = new SmallFarm(8, 0);
    make(farm, 8, 8, 0, COMPILE).go(8);
    farm.play(30);
    assertEquals(BALANCED, farm.bound(TENANT));
  }

  @Test
  void aTenantThatHasAllItMayHaveIsNotBoundByItsClient() {
    SmallFarm farm = new SmallFarm(64, 0, tenant -> 4);
    make(farm, 4, 4, 0, COMPILE).go(4);
    farm.play(30);
    assertEquals(BALANCED, farm.bound(TENANT));
  }

  @Test
  void eachTenantHasAVerdictOfItsOwn() {
    SmallFarm farm = new SmallFarm(10, 0);
    make(farm, 2, 8).go(2);
    farm.new Make("10.1.0.8", 64, 8, PREPROCESSING, COMPILE).go(64);
    farm.play(30);
    assertEquals(FARM, farm.bound("10.1.0.8"));
    assertEquals(FARM, farm.bound(TENANT), "its jobs wait behind the other's");
    assertEquals(UNKNOWN, farm.bound("10.1.0.7"));
  }

  @Test
  void tooLittleIsKnownOfAShortBuildAndOfAFewCompiles() {
    SmallFarm farm = new SmallFarm(64, 0);
    make(farm, 64, 1).go(64);
    farm.play(4.9);
    assertTrue(farm.isAtWork(TENANT));
    assertEquals(UNKNOWN, farm.bound(TENANT));

    SmallFarm lone = new SmallFarm(64, 0);
    make(lone, 1, 1, PREPROCESSING, 100).go(1);
    lone.play(60);
    assertEquals(UNKNOWN, lone.bound(TENANT));
  }

  @Test
  void aClientAtWorkCountsBeforeItsFirstRequestIsWhole() {
    SmallFarm farm = new SmallFarm(64, 0);
    make(farm, 8, 8, 7, 0.5).go(8);
    farm.play(20);
    assertEquals(CLIENT, farm.bound(TENANT));
    assertEquals(14.9 / 20.0, farm.measured(TENANT).atWork / 20, 0.2, "it is at work all the time");
  }

  @Test
  void aVerdictOutlivesALinkAndNotAMinute() {
    SmallFarm farm = new SmallFarm(4, 0);
    SmallFarm.Make make = make(farm, 64, 4);
    make.go(64);
    farm.play(40);
    make.pause();
    farm.play(30);
    assertFalse(farm.isAtWork(TENANT));
    make.go(64);
    farm.play(1);
    assertEquals(FARM, farm.bound(TENANT), "after a link");
    make.pause();
    farm.play(65);
    make.go(64);
    farm.play(1);
    assertEquals(FARM, farm.bound(TENANT), "after a pause of just less than a minute");
    make.pause();
    farm.play(80);
    make.go(64);
    farm.play(1);
    assertEquals(UNKNOWN, farm.bound(TENANT), "after a pause of more than a minute");
  }

  @Test
  void aVerdictFollowsABuildThatChanges() {
    SmallFarm farm = new SmallFarm(8, 0);
    SmallFarm.Make make = make(farm, 64, 4);
    make.go(64);
    farm.play(60);
    assertEquals(FARM, farm.bound(TENANT));
    make.go(2);
    farm.play(60);
    assertEquals(CLIENT, farm.bound(TENANT));
  }

  /** Each is read twice a second, by whom it must not be told more often than promised. */
  @Test
  void noMixOfUsersMakesAVerdictFlap() {
    Set<Bound> seen = EnumSet.noneOf(Bound.class);
    int changes = 0;
    for (long seed = 1; seed <= 40; seed++) {
      Random draws = new Random(seed);
      SmallFarm farm = new SmallFarm(1 + draws.nextInt(24), draws.nextLong());
      List<Watch> watches = new ArrayList<>();
      for (int user = 0; user < 3; user++) {
        watches.add(new Watch(farm, "user-" + user));
        wander(farm, draws, "user-" + user);
      }
      for (int look = 0; look < 240; look++) {
        farm.play(0.5);
        watches.forEach(Watch::look);
      }
      for (Watch watch : watches) {
        seen.addAll(watch.seen);
        changes += watch.changes;
      }
    }
    assertEquals(EnumSet.allOf(Bound.class), seen);
    assertTrue(changes < 40 * 3 * 120 / 15, "changes: " + changes);
  }

  @Test
  void rememberedTenantsAreBounded() {
    Bottlenecks bottlenecks = new Bottlenecks(tenant -> 1);
    for (int i = 0; i < Bottlenecks.PAUSING_MAX + 10; i++) {
      bottlenecks.sends("t" + i, i);
      bottlenecks.sendsNoMore("t" + i, i);
    }
    assertEquals(Bottlenecks.PAUSING_MAX, bottlenecks.known());
    bottlenecks.sends("new", 100_000_000_000L);
    assertEquals(1, bottlenecks.known());
  }

  private static SmallFarm.Make make(SmallFarm farm, int parallel, int cores) {
    return make(farm, parallel, cores, PREPROCESSING, COMPILE);
  }

  private static SmallFarm.Make make(
      SmallFarm farm, int parallel, int cores, double preprocessing, double compile) {
    return farm.new Make(TENANT, parallel, cores, preprocessing, compile);
  }

  /** Changes what it does every few seconds. */
  private static void wander(SmallFarm farm, Random draws, String tenant) {
    SmallFarm.Make make =
        farm
        .new Make(
            tenant, 0, 1 + draws.nextInt(4), draws.nextDouble() / 5, 0.1 + draws.nextDouble());
    farm.after(draws.nextDouble(), () -> next(farm, draws, make));
  }

  private static void next(SmallFarm farm, Random draws, SmallFarm.Make make) {
    if (draws.nextInt(4) == 0) {
      make.pause();
    } else {
      make.go(1 << draws.nextInt(6));
    }
    farm.after(0.2 + draws.nextDouble() * 15, () -> next(farm, draws, make));
  }

  /** Whoever looks at one tenant's verdicts, and holds each against what was measured. */
  private static final class Watch {
    private static final double LATE = 0.5;

    private final SmallFarm farm;
    private final String tenant;
    private final Set<Bound> seen = EnumSet.noneOf(Bound.class);
    private Optional<Bound> last = Optional.empty();
    private double changedAt;
    private int changes;

    Watch(SmallFarm farm, String tenant) {
      this.farm = farm;
      this.tenant = tenant;
    }

    void look() {
      if (!farm.isAtWork(tenant)) {
        return;
      }
      Optional<Bound> now = farm.bound(tenant);
      double since = farm.now() - changedAt;
      if (!now.equals(last)) {
        assertTrue(since > 5 - LATE - 1e-6, () -> "it stood for " + since);
        changedAt = farm.now();
        changes++;
      } else if (since > 5 + LATE) {
        SmallFarm.Measured measured = farm.measured(tenant);
        assertTrue(follows(now, measured), () -> "%s by %f".formatted(now, measured.lead()));
      }
      now.ifPresent(seen::add);
      last = now;
    }

    private static boolean follows(Optional<Bound> bound, SmallFarm.Measured measured) {
      double lead = measured.lead();
      double rounding = 1e-6;
      if (bound.isEmpty()) {
        return !measured.isKnown();
      }
      return switch (bound.get()) {
        case FARM -> lead >= 0.3 - rounding;
        case CLIENT -> lead <= -0.3 + rounding;
        case BALANCED -> Math.abs(lead) <= 0.5 + rounding;
      };
    }
  }
}
