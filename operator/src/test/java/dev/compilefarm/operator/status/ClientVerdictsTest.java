package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.ClientPlaces;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Namespaces;
import dev.compilefarm.operator.observe.Namespaces.NamespaceFact;
import dev.compilefarm.operator.observe.Notices;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.ServiceFact;
import dev.compilefarm.operator.observe.SharedAddress;
import dev.compilefarm.operator.observe.Toolchains;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a farm says of clients in other namespaces, and of clients that look like one. */
class ClientVerdictsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SharedAddress SIDECAR = new SharedAddress("127.0.0.6", "LOOPBACK", 5);

  private static final Pod READY_DISPATCHER =
      new KubernetesSerialization()
          .unmarshal(
              """
              apiVersion: v1
              kind: Pod
              metadata:
                name: main-dispatcher-1
                namespace: ci
                labels: {compilefarm.dev/farm: main, app.kubernetes.io/component: dispatcher}
              status:
                conditions: [{type: Ready, status: "True", lastTransitionTime: "2025-12-31T00:00:00Z"}]
              """,
              Pod.class);

  private String spec = "{}";
  private Namespaces namespaces = new Namespaces.Listed(new TreeMap<>());
  private final TreeMap<String, String> refusedCopies = new TreeMap<>();
  private Optional<LoadReport> load = Optional.empty();

  @Test
  void farmWithoutFurtherNamespacesIsServed() {
    assertEquals(
        verdict(
            Verdict.Status.FALSE,
            Reason.CLIENT_NAMESPACES_SERVED,
            "clients.namespaces names no further namespace"),
        namespacesVerdict());
  }

  @Test
  void rightsThatAreNotThereAreSaidWithTheRemedy() {
    spec = "{clients: {namespaces: {names: [apps]}}}";
    namespaces = new Namespaces.NotEnabled();

    assertEquals(
        verdict(
            Verdict.Status.TRUE,
            Reason.CLIENT_NAMESPACES_NOT_ENABLED,
            "clients.namespaces names namespaces, and the operator has no rights to serve them. Set the chart's"
                + " value clients.enabled to true, without watchNamespaces"),
        namespacesVerdict());
  }

  @Test
  void namespacesThatCannotBeListedAreSaidInTheClustersWords() {
    spec = "{clients: {namespaces: {selector: {}}}}";
    namespaces = new Namespaces.NotListed("");
    assertEquals(Verdict.Status.UNKNOWN, namespacesVerdict().status());

    namespaces = new Namespaces.NotListed("namespaces is forbidden");
    assertEquals(
        verdict(
            Verdict.Status.TRUE,
            Reason.CLIENT_NAMESPACES_NOT_LISTED,
            "The operator cannot list the cluster's namespaces: namespaces is forbidden"),
        namespacesVerdict());
  }

  @Test
  void eachNamespaceIsNamedWithItsCauseAndThoseOfOneCauseTogether() {
    spec = "{clients: {namespaces: {names: [apps, gone, lost]}}}";
    namespaces =
        new Namespaces.Listed(new TreeMap<>(Map.of("apps", new NamespaceFact(Map.of(), false))));
    refusedCopies.put("apps", "ConfigMap main-client there belongs to no farm. Remove it");

    assertEquals(
        verdict(
            Verdict.Status.TRUE,
            Reason.CLIENT_CONFIG_MAPS_REFUSED,
            "Namespace apps: ConfigMap main-client there belongs to no farm. Remove it."
                + " Namespaces gone, lost: it does not exist. Make it, or take it out of clients.namespaces.names"),
        namespacesVerdict());
  }

  @Test
  void messageOfManyRefusalsIsBounded() {
    IntStream.range(0, 256)
        .forEach(i -> refusedCopies.put("ns-" + i, "cause of its own ".repeat(10) + i));

    assertTrue(namespacesVerdict().message().length() < 4000);
    assertTrue(namespacesVerdict().message().endsWith(". And 248 more causes"));
  }

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

  /** It is advice: the farm takes jobs as well as ever. */
  @Test
  void sharedAddressIsNotTheReasonOfReady() {
    heard(0);
    Condition without = condition(ConditionType.READY);
    heard(10, SIDECAR);

    assertEquals(without, condition(ConditionType.READY));
    assertEquals("True", condition(ConditionType.CLIENTS_SHARE_ADDRESS).getStatus());
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
                    Toolchains.NONE,
                    new Notices(List.of(shared), List.of(), new TreeMap<>(), new TreeSet<>()))));
  }

  private Condition condition(ConditionType type) {
    CompileFarm farm = farm();
    return Conditions.find(FarmStatus.of(farm, inputs(farm), NOW).conditions(), type).orElseThrow();
  }

  private Verdict namespacesVerdict() {
    return ClientNamespacesVerdict.of(inputs());
  }

  private Verdict sharedVerdict(Verdict.Status before) {
    Condition previous = new ConditionBuilder().withStatus(before.toString()).build();
    return SharedAddressVerdict.of(inputs(), Optional.of(previous));
  }

  private static Verdict verdict(Verdict.Status status, Reason reason, String message) {
    return new Verdict(ConditionType.CLIENT_NAMESPACES_REFUSED, status, reason, message);
  }

  private CompileFarm farm() {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main, namespace: ci}
            spec: %s
            """
                .formatted(spec),
            CompileFarm.class);
  }

  private StatusInputs inputs() {
    return inputs(farm());
  }

  private StatusInputs inputs(CompileFarm farm) {
    Observed observed =
        Observed.of(FarmNames.of(farm), List.of(), List.of(READY_DISPATCHER), load)
            .with(ServiceFact.NONE, new ClientPlaces(namespaces, new TreeSet<>(), new TreeSet<>()));
    Plan plan =
        new Planner(new Settings("d", "v", "Always"))
            .plan(farm, observed, SizeHistory.startingWith(0, NOW), NOW);
    return new StatusInputs(farm.specOrDefaults(), observed, plan, Optional.empty(), refusedCopies);
  }
}
