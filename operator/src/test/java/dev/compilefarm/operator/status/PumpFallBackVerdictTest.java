package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Notices;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a farm says of builds that lost their pump. */
class PumpFallBackVerdictTest {

  @Test
  void buildThatFellBackIsNamed() {
    assertEquals(
        new Verdict(
            ConditionType.PUMP_FALLS_BACK,
            Verdict.Status.TRUE,
            Reason.BUILD_FELL_BACK,
            "Jobs of tenant 10.1.0.9 came by pump, and now come preprocessed. The build's log says why:"
                + " look for 'include server' and 'demoted'"),
        verdict("10.1.0.9"));
  }

  @Test
  void oneOfSeveralIsNamedAndTheOthersAreCounted() {
    assertEquals(
        "Jobs of tenant a and 2 more came by pump, and now come preprocessed. The build's log says why:"
            + " look for 'include server' and 'demoted'",
        verdict("c", "a", "b").message());
  }

  @Test
  void withoutSuchABuildThereIsNothingToSay() {
    assertEquals(Verdict.Status.FALSE, verdict().status());
    assertEquals(Reason.PUMP_STAYS, verdict().reason());
  }

  @Test
  void silentDispatcherTellsNothing() {
    assertEquals(
        Verdict.Status.UNKNOWN,
        PumpFallBackVerdict.of(FarmThatHears.of(new LoadReport.Silent("no reply"))).status());
  }

  private static Verdict verdict(String... tenants) {
    return PumpFallBackVerdict.of(
        FarmThatHears.of(
            new Notices(List.of(), List.of(), new TreeMap<>(), new TreeSet<>(List.of(tenants)))));
  }
}
