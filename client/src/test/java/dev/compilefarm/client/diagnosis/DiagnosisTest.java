package dev.compilefarm.client.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.client.build.BuildSummary;
import dev.compilefarm.client.load.JobsPage;
import dev.compilefarm.client.load.Load;
import dev.compilefarm.client.top.Frame;
import dev.compilefarm.client.top.Palette;
import dev.compilefarm.client.top.Screen;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTest {
  @ParameterizedTest
  @EnumSource
  void everyVerbSaysTheCauseAndNoOther(RecordedFarm farm) {
    FarmState state = farm.state();
    Finding finding = Diagnosis.of(state);
    assertEquals(farm.cause(), finding.cause());

    Findings ofBuild = new Findings();
    ofBuild.add(finding);
    String top =
        Frame.of(state, farm.running(), OptionalDouble.empty(), Palette.PLAIN, Screen.ENDLESS);
    String status = StatusText.ofOne(state);
    String exec = BuildSummary.line(Optional.empty(), Optional.empty(), false, ofBuild.verdict());

    for (String text : List.of(top, status, exec)) {
      assertTrue(text.contains(finding.sentence()), text);
      Arrays.stream(RecordedFarm.values())
          .filter(other -> other != farm)
          .map(other -> Diagnosis.of(other.state()).sentence())
          .forEach(sentence -> assertFalse(text.contains(sentence), text));
    }
    for (RecordedFarm other : RecordedFarm.values()) {
      assertEquals(other == farm, exec.contains(beginning(other)), () -> exec);
    }
  }

  /** A recording is of one moment, so that {@code top} knows whose job each busy slot holds. */
  @ParameterizedTest
  @EnumSource
  void loadAndJobsOfAFarmAgree(RecordedFarm farm) {
    Load load = farm.state().load().orElseThrow();
    List<JobsPage.Job> jobs = farm.jobs();
    for (Load.Tenant tenant : load.tenants()) {
      assertEquals(tenant.queued(), count(jobs, tenant.tenant(), "QUEUED"));
      assertEquals(tenant.running(), count(jobs, tenant.tenant(), "RUNNING"));
    }
    for (Load.Volunteer volunteer : load.volunteers()) {
      assertEquals(
          volunteer.busy(),
          farm.running().stream().filter(job -> job.volunteer().equals(volunteer.name())).count());
    }
    assertEquals(load.jobs().accepted(), jobs.size());
    assertEquals(
        load.jobs().done(), jobs.stream().filter(job -> "DONE".equals(job.outcome())).count());
  }

  private static long count(List<JobsPage.Job> jobs, String tenant, String state) {
    return jobs.stream()
        .filter(job -> job.tenant().equals(tenant) && job.state().equals(state))
        .count();
  }

  /** Words that a sentence of another farm with the same cause would have, too. */
  private static String beginning(RecordedFarm farm) {
    return switch (farm.cause()) {
      case CLIENT_BOUND -> "do not fill the farm";
      case FARM_BOUND -> "wait for slots";
      case LIMITED -> "The farm may not grow";
      case VOLUNTEERS_FAILING -> "Volunteers fail";
      case COLD_START -> "volunteers start";
      case SHARED_ADDRESS -> "Several clients count as one";
      case TENANT_LIMITED -> "a limit of their tenant";
      default -> throw new AssertionError("no farm is recorded for " + farm.cause());
    };
  }

  @Test
  void everyReasonThatIsNotGoodHasANextStepOrSaysItItself() {
    List<String> without =
        Arrays.stream(Reason.values())
            .map(Reason::toString)
            .filter(reason -> NextStep.of(reason).isEmpty())
            .toList();
    assertEquals(
        List.of(
            "DispatcherReady",
            "CapacitySufficient",
            "VolunteersHealthy",
            "ToolchainUniform",
            "VolunteersUpdating",
            "ClientNamespacesServed",
            "ClientsToldApart",
            "ClientsBehindOneAddress",
            "JobsTaken",
            "PumpStays"),
        without);
    assertEquals("", NextStep.of("ReasonOfALaterVersion"));
  }

  @Test
  void aFarmThatNoOperatorSawIsNotReady() {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("main").build());
    Finding finding = Diagnosis.of(new FarmState(farm, Optional.empty()));
    assertEquals(Cause.NOT_READY, finding.cause());
    assertEquals("The operator has not seen this farm yet.", finding.sentence());
  }

  @Test
  void withoutItsLoadAFarmIsJudgedByItsConditions() {
    FarmState limited = RecordedFarm.STARVED_BY_A_LIMIT.state();
    assertEquals(
        Cause.LIMITED, Diagnosis.of(new FarmState(limited.farm(), Optional.empty())).cause());
    FarmState bound = RecordedFarm.CLIENT_BOUND.state();
    assertEquals(Cause.IDLE, Diagnosis.of(new FarmState(bound.farm(), Optional.empty())).cause());
  }

  @Test
  void aBuildIsNotHeldUpByWhatOthersWaitFor() {
    FarmState farm = RecordedFarm.FARM_BOUND.state();
    assertEquals(Cause.FARM_BOUND, Diagnosis.of(farm.of(Set.of("nightly"))).cause());
    assertEquals(Cause.BALANCED, Diagnosis.of(farm.of(Set.of("10.1.0.77"))).cause());

    FarmState cold = RecordedFarm.COLD_STARTS.state();
    FarmState told = FarmState.told("main", cold.load().orElseThrow());
    for (FarmState seen : List.of(cold, told)) {
      assertEquals(Cause.COLD_START, Diagnosis.of(seen.of(Set.of("10.1.0.9"))).cause());
      assertEquals(Cause.BALANCED, Diagnosis.of(seen.of(Set.of("nightly"))).cause());
    }
  }

  @Test
  void theDispatchersWordComesBeforeTheOperators() {
    FarmState hole = RecordedFarm.BLACK_HOLE.state();
    FarmState notToldYet = new FarmState(RecordedFarm.FARM_BOUND.state().farm(), hole.load());
    Finding finding = Diagnosis.of(notToldYet);
    assertEquals(Cause.VOLUNTEERS_FAILING, finding.cause());
    assertEquals(
        "Volunteers fail: the dispatcher gives 1 of 2 no job."
            + " main-volunteers-b takes jobs and compiles none.",
        finding.sentence());
  }

  /** As a build in a pod without rights in the cluster sees it. */
  @ParameterizedTest
  @EnumSource
  void theDispatcherAloneTellsTheCauseToo(RecordedFarm farm) {
    Load load = farm.state().load().orElseThrow();
    FarmState told = FarmState.told("main", load);
    Finding finding = Diagnosis.of(told);
    // Whether a farm may grow, and what keeps it, is known to the operator only.
    boolean isOfSize = farm == RecordedFarm.STARVED_BY_A_LIMIT || farm == RecordedFarm.FARM_BOUND;
    assertEquals(isOfSize ? Cause.FARM_BOUND : farm.cause(), finding.cause(), finding::line);
    assertEquals(isOfSize, finding.nextStep().endsWith("compilefarm status main"), finding::line);
    assertFalse(finding.line().contains("operator"), finding::line);
    Finding ofOthers = Diagnosis.of(told.of(Set.of("10.9.9.9")));
    Cause ofAll =
        switch (farm) {
          case BLACK_HOLE, COLD_STARTS -> farm.cause();
          default -> Cause.BALANCED;
        };
    assertEquals(ofAll, ofOthers.cause(), ofOthers::line);
  }

  @Test
  void jobsWaitForTheFirstVolunteer() {
    Load load = Load.of("{\"queued\": 3, \"slots\": {\"total\": 0}}");
    assertEquals(
        "3 jobs wait, and no volunteer takes jobs yet.",
        Diagnosis.of(FarmState.told("main", load)).sentence());
    Load other =
        Load.of(
            """
            {"queued": 3, "slots": {"total": 4},
             "volunteers": [{"name": "a", "state": "READY"}, {"name": "b", "state": "NOT_READY"}]}
            """);
    assertEquals(
        "3 jobs wait while 1 of 2 volunteers are not ready.",
        Diagnosis.of(FarmState.told("main", other)).sentence());
    assertEquals(
        Cause.IDLE,
        Diagnosis.of(FarmState.told("main", Load.of("{\"slots\": {\"total\": 0}}"))).cause());
  }

  @Test
  void aBuildsCauseIsTheOneThatHeldLongest() {
    Findings findings = new Findings();
    assertEquals(Optional.empty(), findings.verdict());
    Finding cold = Diagnosis.of(RecordedFarm.COLD_STARTS.state());
    Finding client = Diagnosis.of(RecordedFarm.CLIENT_BOUND.state());
    findings.add(cold);
    findings.add(client);
    assertEquals(Optional.of(cold), findings.verdict());
    findings.add(client);
    findings.add(new Finding(Cause.IDLE, "Nobody compiles.", ""));
    findings.add(new Finding(Cause.IDLE, "Nobody compiles.", ""));
    findings.add(new Finding(Cause.IDLE, "Nobody compiles.", ""));
    assertEquals(Optional.of(client), findings.verdict());
  }

  @Test
  void aLoadWithoutListsIsReadAsOneWithEmptyOnes() {
    Load load = Load.of("{\"queued\": 1, \"slots\": {\"total\": 2}, \"later\": {}}");
    assertEquals(List.of(), load.tenants());
    assertEquals(2, load.slots().total());
  }
}
