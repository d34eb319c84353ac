package dev.compilefarm.bench.load.ideal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.bench.load.workload.UserLoad;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IdealFarmTest {

  @Test
  void oneSlotTakesJobsOneAfterTheOther() {
    Schedule schedule = IdealFarm.of(1, 1, Turns.FIRST_COME).run(List.of(user(0, 3, 5, 7, 1)));

    assertEquals(seconds(13), schedule.makespan());
  }

  @Test
  void jobsTakeTheFirstSlotThatIsFree() {
    Schedule schedule = IdealFarm.of(2, 1, Turns.FIRST_COME).run(List.of(user(0, 4, 5, 2, 2, 2)));

    assertEquals(seconds(6), schedule.makespan());
  }

  @Test
  void makeIssuesNoMoreThanItMay() {
    Schedule schedule = IdealFarm.of(1, 8, Turns.FIRST_COME).run(List.of(user(0, 2, 3, 3, 3, 3)));

    assertEquals(seconds(6), schedule.makespan());
  }

  @Test
  void aLateUserStartsLate() {
    Schedule schedule =
        IdealFarm.of(1, 2, Turns.FIRST_COME).run(List.of(user(0, 1, 1), user(4, 1, 2)));

    assertEquals(List.of(seconds(1), seconds(6)), schedule.ends());
  }

  @Test
  void firstComeLetsTheLateUserWaitForAllThatCameBefore() {
    Schedule schedule =
        IdealFarm.of(1, 2, Turns.FIRST_COME)
            .run(List.of(user(0, 8, 2, 2, 2, 2, 2, 2, 2, 2), user(1, 1, 1)));

    assertEquals(List.of(seconds(8), seconds(9)), schedule.ends());
  }

  @Test
  void fairSharesGiveTheLateUserTheNextFreeSlot() {
    Schedule schedule =
        IdealFarm.of(1, 2, Turns.FAIR_SHARES)
            .run(List.of(user(0, 8, 2, 2, 2, 2, 2, 2, 2, 2), user(1, 1, 1)));

    assertEquals(List.of(seconds(9), seconds(3)), schedule.ends());
  }

  @Test
  void whatALightUserLeavesOfItsShareIsTheOthers() {
    Schedule schedule =
        IdealFarm.of(1, 4, Turns.FAIR_SHARES)
            .run(List.of(user(0, 6, 1, 1, 1, 1, 1, 1), user(0, 1, 1, 1)));

    assertEquals(List.of(seconds(2), seconds(2)), schedule.ends());
  }

  @Test
  void equalUsersHaveEqualShares() {
    UserLoad user = new UserLoad(Duration.ZERO, 32, Collections.nCopies(64, seconds(1)));

    Schedule schedule = IdealFarm.of(8, 4, Turns.FAIR_SHARES).run(List.of(user, user));

    assertEquals(List.of(seconds(4), seconds(4)), schedule.ends());
  }

  @Test
  void aLostVolunteersJobsRunAgainFromTheirBegin() {
    // Slot 0 takes 4 and slot 1 takes 1; with the end of the 1, slot 0 is gone.
    IdealFarm farm = IdealFarm.of(2, 1, Turns.FIRST_COME).losing(0, 1);

    Schedule schedule = farm.run(List.of(user(0, 3, 4, 1, 2)));

    assertEquals(seconds(7), schedule.makespan());
  }

  @Test
  void aLostJobComesBeforeThoseIssuedAfterIt() {
    IdealFarm farm = IdealFarm.of(2, 1, Turns.FIRST_COME).losing(0, 1);

    Schedule schedule = farm.run(List.of(user(0, 1, 4), user(0, 1, 1), user(0.5, 1, 2)));

    assertEquals(List.of(seconds(5), seconds(1), seconds(7)), schedule.ends());
  }

  @Test
  void losingAnIdleVolunteerCostsNothing() {
    IdealFarm farm = IdealFarm.of(3, 1, Turns.FIRST_COME).losing(2, 1);

    assertEquals(seconds(4), farm.run(List.of(user(0, 2, 2, 2, 2, 2))).makespan());
  }

  private static UserLoad user(double startSeconds, int parallel, long... compileSeconds) {
    return new UserLoad(
        Duration.ofMillis((long) (startSeconds * 1000)),
        parallel,
        LongStream.of(compileSeconds).mapToObj(IdealFarmTest::seconds).toList());
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
