package dev.compilefarm.client.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.client.diagnosis.Cause;
import dev.compilefarm.client.diagnosis.Finding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnLimitTest {
  private static final Optional<HeldBack> MUCH = Optional.of(new HeldBack(0.2, 0.94));
  private static final Optional<HeldBack> LITTLE = Optional.of(new HeldBack(4, 0.1));
  private static final Optional<FarmShare> SELDOM_THERE = share(0, 1.3);

  private static Optional<FarmShare> share(double waited, double served) {
    return Optional.of(new FarmShare(23, 0, waited, served, List.of()));
  }

  private static Optional<Finding> told(Cause cause) {
    return Optional.of(new Finding(cause, cause.name(), ""));
  }

  private static String line(Optional<Finding> finding) {
    return finding.map(Finding::line).orElse("");
  }

  @Test
  void namesTheLimitOfTheContainer() {
    String expected =
        "The build's own container was the limit: it may use 0.2 cores, and stood still in 94 % of"
            + " the time. Raise its limits.cpu, or use pump mode, which leaves preprocessing to the farm.";

    assertEquals(expected, line(OwnLimit.of(Optional.empty(), MUCH, Optional.empty(), 41)));
    assertEquals(expected, line(OwnLimit.of(told(Cause.CLIENT_BOUND), MUCH, SELDOM_THERE, 41)));
  }

  @Test
  void namesTheBuildWhereTheFarmHadNothingToDo() {
    String expected =
        "The build itself was the limit: it took 41s, in which less than one of its jobs ran on the"
            + " farm at a time. A higher -j, more cores for it, or pump mode makes it faster.";

    assertEquals(expected, line(OwnLimit.of(told(Cause.IDLE), LITTLE, SELDOM_THERE, 41)));
    assertEquals(expected, line(OwnLimit.of(Optional.empty(), Optional.empty(), SELDOM_THERE, 41)));
  }

  @Test
  void doesNotBlameABuildWhoseJobsWaitedOrThatUsedTheFarm() {
    Optional<Finding> idle = told(Cause.IDLE);

    assertEquals(idle, OwnLimit.of(idle, LITTLE, share(60, 1.3), 41));
    assertEquals(idle, OwnLimit.of(idle, LITTLE, share(0, 125), 41));
    assertEquals(idle, OwnLimit.of(idle, LITTLE, Optional.empty(), 41));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CLIENT_BOUND", "BALANCED", "IDLE"})
  void aCauseOfTheFarmComesFirst(Cause cause) {
    assertEquals(told(cause), OwnLimit.of(told(cause), MUCH, SELDOM_THERE, 41));
  }

  @Test
  void whatTheDispatcherJudgedStays() {
    assertEquals(told(Cause.BALANCED), OwnLimit.of(told(Cause.BALANCED), LITTLE, SELDOM_THERE, 41));
  }
}
