package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.SharedAddress;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a farm says of clients that look like one. */
class ClientVerdictsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SharedAddress SIDECAR = new SharedAddress("127.0.0.6", "LOOPBACK", 5);

  private String spec = "{}";
  private Optional<LoadReport> load = Optional.empty();

  @Test
  void sharedAddressWithHalfOfTheJobsIsSaidWithTheRemedy() {
    heard(10, SIDECAR);

    assertEquals(
        new Verdict(
            ConditionType.CLIENTS_SHARE_ADDRESS,
            Verdict.Status.TRUE,
            Reason.CLIENTS_BEHIND_ONE_ADDRESS,
            "Clients behind 127.0.0.6 are one tenant: it is an address of the dispatcher's own pod, as a mesh's"
                + " sidecar has it. Give each team an entry port with queue.tenants, or keep the mesh or NAT out"
                + " of the clients' traffic"),
        sharedVerdict(Verdict.Status.FALSE));
  }

  @Test
  void sharedAddressWithFewJobsIsNoTrouble() {
    heard(11, SIDECAR);

    assertEquals(Verdict.Status.FALSE, sharedVerdict(Verdict.Status.FALSE).status());
  }

  /** It does not come and go with each job. */
  @Test
  void lastsUntilTheDispatcherNamesTheAddressNoMore() {
    heard(0, new SharedAddress("127.0.0.6", "LOOPBACK", 0));
    assertEquals(Verdict.Status.TRUE, sharedVerdict(Verdict.Status.TRUE).status());
    assertEquals(Verdict.Status.FALSE, sharedVerdict(Verdict.Status.FALSE).status());

    heard(0);
    assertEquals(Verdict.Status.FALSE, sharedVerdict(Verdict.Status.TRUE).status());
  }

  @Test
  void addressThatTheFarmListsAsTenantIsNoTrouble() {
    spec = "{queue: {tenants: [{name: 127.0.0.6, weight: 3}]}}";
    heard(5, SIDECAR);

    assertEquals(Verdict.Status.FALSE, sharedVerdict(Verdict.Status.FALSE).status());
  }

  @Test
  void othersAreCountedAndWordsOfLaterVersionAreShown() {
    heard(10, new SharedAddress("10.0.0.9", "SOMETHING_NEW", 3), SIDECAR);

    assertTrue(
        sharedVerdict(Verdict.Status.FALSE)
            .message()
            .startsWith(
                "Clients behind 10.0.0.9 and 1 more addresses are one tenant: SOMETHING_NEW."));
  }

  @Test
  void silentDispatcherTellsNothing() {
    load = Optional.of(new LoadReport.Silent("no reply"));

    assertEquals(Verdict.Status.UNKNOWN, sharedVerdict(Verdict.Status.TRUE).status());
  }

  private void heard(int jobs, SharedAddress... shared) {
    load =
        Optional.of(
            new LoadReport.Heard(
                new Load(
                    jobs,
                    0,
                    0,
                    0,
                    OptionalDouble.empty(),
                    4,
                    0,
                    new TreeMap<>(),
                    List.of(shared))));
  }

  private Verdict sharedVerdict(Verdict.Status before) {
    Condition previous = new ConditionBuilder().withStatus(before.toString()).build();
    return SharedAddressVerdict.of(inputs(), Optional.of(previous));
  }

  private StatusInputs inputs() {
    CompileFarm farm =
        new KubernetesSerialization()
            .unmarshal(
                """
                apiVersion: compilefarm.dev/v1alpha1
                kind: CompileFarm
                metadata: {name: main, namespace: ci}
                spec: %s
                """
                    .formatted(spec),
                CompileFarm.class);
    Observed observed = Observed.of(FarmNames.of(farm), List.of(), List.of(), load);
    Plan plan =
        new Planner(new Settings("d", "v", "Always"))
            .plan(farm, observed, SizeHistory.startingWith(0, NOW), NOW);
    return new StatusInputs(farm.specOrDefaults(), observed, plan, Optional.empty());
  }
}
