package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Notices;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.observe.Toolchains;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every cause has its reason, and a message with the object to look at and the cluster's own words.
 */
class VerdictsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String READY_POD =
      "{conditions: [{type: Ready, status: 'True'}], podIP: 10.0.0.1, containerStatuses: [{state: {running: {}}}]}";
  private static final String UNPULLABLE =
      "{conditions: [{type: Ready, status: 'False', reason: ContainersNotReady, lastTransitionTime: '%s'}],"
          + " containerStatuses: [{image: x:2, state: {waiting: {reason: ErrImagePull, message: gone}}}]}";
  private static final String CREATING =
      "{conditions: [{type: Ready, status: 'False', reason: ContainersNotReady, lastTransitionTime: '%s'}],"
          + " containerStatuses: [{state: {waiting: {reason: ContainerCreating}}}]}";
  private static final String NOT_READY =
      "{conditions: [{type: Ready, status: 'False', reason: ContainersNotReady, lastTransitionTime: '%s'}],"
          + " podIP: 10.0.0.2, containerStatuses: [{state: {running: {}}}]}";
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final List<Deployment> deployments = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private Optional<RejectedObject> rejected = Optional.empty();
  private Optional<LoadReport> load = Optional.empty();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/1 nodes are available}]} | DispatcherUnschedulable | Pod main-dispatcher-1 finds no node: 0/1 nodes are available
          {containerStatuses: [{image: x:1, state: {waiting: {reason: InvalidImageName, message: no such name}}}]} | DispatcherImageUnpullable | Pod main-dispatcher-1 cannot pull its image: x:1: InvalidImageName: no such name
          {containerStatuses: [{image: x:1, state: {waiting: {reason: ErrImageNeverPull}}}]} | DispatcherImageUnpullable | Pod main-dispatcher-1 cannot pull its image: x:1: ErrImageNeverPull
          {containerStatuses: [{name: d, state: {waiting: {reason: CrashLoopBackOff, message: back-off}}, lastState: {terminated: {exitCode: 3, reason: Error, message: no disk}}}]} | DispatcherCrashing | Pod main-dispatcher-1 does not stay up: container d ended with exit code 3 (Error): no disk
          {containerStatuses: [{name: d, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]} | DispatcherCrashing | Pod main-dispatcher-1 does not stay up: container d ended with exit code 137 (OOMKilled)
          {containerStatuses: [{name: d, state: {running: {}}, lastState: {terminated: {exitCode: 1}}}]} | DispatcherCrashing | Pod main-dispatcher-1 does not stay up: container d ended with exit code 1 (no reason given)
          {containerStatuses: [{name: d, state: {waiting: {reason: CreateContainerConfigError, message: secret not found}}}]} | DispatcherCrashing | Pod main-dispatcher-1 does not stay up: CreateContainerConfigError: secret not found
          {conditions: [{type: Ready, status: 'False'}, {type: ContainersReady, status: 'True'}], containerStatuses: [{name: d, state: {running: {}}, lastState: {terminated: {exitCode: 1}}}]} | DispatcherLost | Pod main-dispatcher-1 is lost: node node-2 does not answer
          {conditions: [{type: Ready, status: 'False', reason: ContainersNotReady}, {type: ContainersReady, status: 'False', reason: ContainersNotReady}], containerStatuses: [{name: d, state: {running: {}}}]} | DispatcherStarting | Deployment main-dispatcher has no ready pod yet
          {conditions: [{type: Ready, status: 'False', reason: ReadinessGatesNotReady}, {type: ContainersReady, status: 'True'}], containerStatuses: [{name: d, state: {running: {}}}]} | DispatcherStarting | Deployment main-dispatcher has no ready pod yet
          {containerStatuses: [{name: d, state: {waiting: {reason: ContainerCreating}}}]} | DispatcherStarting | Deployment main-dispatcher has no ready pod yet
          {containerStatuses: [{name: d, state: {running: {}}}]} | DispatcherStarting | Deployment main-dispatcher has no ready pod yet
          """)
  void notReadyForTheCauseOfTheDispatchersPod(String podStatus, String reason, String message) {
    pod(Labels.DISPATCHER, "main-dispatcher-1", podStatus);

    Verdict ready = ready();

    assertEquals(Verdict.Status.FALSE, ready.status());
    assertEquals(reason, ready.reason().toString());
    assertEquals(message, ready.message());
  }

  @Test
  void notReadyWhenPodIsRefused() {
    refusedPods("main-dispatcher", "pods \"x\" is forbidden: exceeded quota: small");

    assertEquals(
        new Verdict(
            ConditionType.READY,
            Verdict.Status.FALSE,
            Reason.DISPATCHER_PODS_REFUSED,
            "Deployment main-dispatcher cannot create pods: pods \"x\" is forbidden: exceeded quota: small"),
        ready());
  }

  @Test
  void notReadyWhenItsServiceIsSomebodyElses() {
    pod(Labels.DISPATCHER, "main-dispatcher-1", READY_POD);
    rejected = Optional.of(new RejectedObject("Service", "main", "it exists"));

    assertEquals(Verdict.Status.FALSE, ready().status());
    assertEquals(Reason.OBJECT_REFUSED, ready().reason());
    assertEquals("The operator cannot write Service main: it exists", ready().message());
  }

  @Test
  void readyThoughAnotherObjectIsRefused() {
    pod(Labels.DISPATCHER, "main-dispatcher-1", READY_POD);
    rejected = Optional.of(new RejectedObject("ConfigMap", "main-client", "it exists"));

    assertEquals(Verdict.Status.TRUE, ready().status());
    assertEquals(Reason.OBJECT_REFUSED, ready().reason());
  }

  @Test
  void readyThoughItsNextVersionDoesNotStart() {
    pod(Labels.DISPATCHER, "main-dispatcher-1", READY_POD);
    pod(
        Labels.DISPATCHER,
        "main-dispatcher-2",
        "{containerStatuses: [{image: x:2, state: {waiting: {reason: ErrImagePull, message: gone}}}]}");

    Verdict ready = ready();

    assertEquals(Verdict.Status.TRUE, ready.status());
    assertEquals(Reason.DISPATCHER_IMAGE_UNPULLABLE, ready.reason());
    assertEquals(
        "The dispatcher takes jobs. Pod main-dispatcher-2 cannot pull its image: x:2: ErrImagePull: gone",
        ready.message());
  }

  @Test
  void fullQuotaIsLimitAndNotFailure() {
    refusedPods("main-volunteers", "pods \"x\" is forbidden: exceeded quota: small");

    Verdict limited = limited();

    assertEquals(Verdict.Status.TRUE, limited.status());
    assertEquals(Reason.QUOTA_EXCEEDED, limited.reason());
    assertEquals(
        "0 of 1 volunteers are ready. Deployment main-volunteers cannot create pods: pods \"x\" is forbidden: exceeded quota: small",
        limited.message());
    assertEquals(Reason.VOLUNTEERS_HEALTHY, failing().reason());
  }

  @Test
  void refusalByPodSecurityIsFailureAndNotLimit() {
    refusedPods("main-volunteers", "pods \"x\" is forbidden: violates PodSecurity \"restricted\"");

    assertEquals(Reason.VOLUNTEER_PODS_REFUSED, failing().reason());
    assertEquals(Reason.CAPACITY_SUFFICIENT, limited().reason());
  }

  @Test
  void volunteersWithoutNodeAreLimit() {
    pod(
        Labels.VOLUNTEER,
        "main-volunteers-1",
        "{conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: Insufficient cpu}]}");

    assertEquals(Reason.VOLUNTEERS_UNSCHEDULABLE, limited().reason());
    assertEquals(
        "0 of 0 volunteers are ready. Pod main-volunteers-1 finds no node: Insufficient cpu",
        limited().message());
  }

  /** The scheduler ends a placeholder for it, which takes a moment. */
  @Test
  void volunteerForWhichRoomIsMadeIsNotWithoutANode() {
    pod(
        Labels.VOLUNTEER,
        "main-volunteers-1",
        "{nominatedNodeName: node-1, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: Insufficient cpu}]}");

    assertEquals(Reason.CAPACITY_SUFFICIENT, limited().reason());
    assertEquals(
        Reason.VOLUNTEERS_HEALTHY,
        VolunteersFailingVerdict.of(inputs(), NOW.plusSeconds(600)).reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {containerStatuses: [{image: x:1, state: {waiting: {reason: ErrImagePull, message: 'not found'}}}]} | VolunteerImageUnpullable | cannot pull its image: x:1: ErrImagePull: not found
          {containerStatuses: [{image: x:1, state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "x:1": ErrImagePull: not found'}}}]} | VolunteerImageUnpullable | cannot pull its image: x:1: ErrImagePull: not found
          {containerStatuses: [{image: x:1, state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "x:1"'}}}]} | VolunteerImageUnpullable | cannot pull its image: x:1: ImagePullBackOff: Back-off pulling image "x:1"
          {containerStatuses: [{name: distccd, state: {terminated: {exitCode: 1, reason: Error}}}]} | VolunteersCrashing | does not stay up: container distccd ended with exit code 1 (Error)
          {containerStatuses: [{name: distccd, state: {terminated: {exitCode: 1, reason: Error, message: "gone\\nno cc1\\ncompilation terminated.\\n\\nvolunteer: gcc cannot compile\\n"}}}]} | VolunteersCrashing | does not stay up: container distccd ended with exit code 1 (Error): no cc1; compilation terminated.; volunteer: gcc cannot compile
          {containerStatuses: [{name: distccd, state: {terminated: {exitCode: 137, reason: OOMKilled, message: "distccd[9] (dcc_job_summary) gcc secret.c\\n"}}}]} | VolunteersCrashing | does not stay up: container distccd ended with exit code 137 (OOMKilled)
          {conditions: [{type: Ready, status: 'False'}, {type: ContainersReady, status: 'True'}], containerStatuses: [{name: distccd, state: {running: {}}}]} | VolunteersLost | is lost: node node-2 does not answer
          """)
  void volunteersFailForTheCauseOfTheirPods(String podStatus, String reason, String message) {
    pod(Labels.VOLUNTEER, "main-volunteers-2", podStatus);
    pod(Labels.VOLUNTEER, "main-volunteers-1", podStatus);
    pod(Labels.VOLUNTEER, "main-volunteers-3", READY_POD);

    Verdict failing = failing();

    assertEquals(Verdict.Status.TRUE, failing.status());
    assertEquals(reason, failing.reason().toString());
    assertEquals(
        "1 of 0 volunteers are ready. Pod main-volunteers-1 (one of 2) " + message,
        failing.message());
  }

  @Test
  void lastWordsAreBounded() {
    pod(
        Labels.VOLUNTEER,
        "main-volunteers-1",
        "{containerStatuses: [{name: d, state: {terminated: {exitCode: 1, reason: Error, message: '%s end'}}}]}"
            .formatted("x".repeat(2000)));

    String message = failing().message();

    assertEquals(
        "(Error): " + "x".repeat(396) + " end", message.substring(message.indexOf("(Error)")));
  }

  @Test
  void updateThatFailsIsToldFromItsPredecessor() {
    volunteer(
        "old-1",
        "1",
        "{conditions: [{type: Ready, status: 'True', lastTransitionTime: '%s'}]}",
        NOW.minusSeconds(900));
    volunteer(
        "old-2",
        "1",
        "{conditions: [{type: Ready, status: 'True', lastTransitionTime: '%s'}]}",
        NOW.minusSeconds(3));
    volunteer("new-1", "2", UNPULLABLE, NOW.minusSeconds(60));

    assertEquals(
        "The new version of the volunteers does not become ready. 2 of 0 volunteers are ready, all of the previous version."
            + " Pod new-1 cannot pull its image: x:2: ErrImagePull: gone",
        failing().message());
  }

  @Test
  void brokenVersionThatIsBeingReplacedIsNoUpdate() {
    volunteer("old-1", "1", UNPULLABLE, NOW.minusSeconds(900));
    volunteer(
        "new-1",
        "2",
        "{conditions: [{type: Ready, status: 'True', lastTransitionTime: '%s'}]}",
        NOW.minusSeconds(3));

    assertEquals(
        "1 of 0 volunteers are ready. Pod old-1 cannot pull its image: x:2: ErrImagePull: gone",
        failing().message());
  }

  @Test
  void volunteersNotReadyForAMinuteAreStuck() {
    volunteer("slow-1", "1", CREATING, NOW.minusSeconds(60));
    volunteer("slow-2", "1", NOT_READY, NOW.minusSeconds(61));
    volunteer("slow-3", "1", CREATING, NOW.minusSeconds(59));
    volunteer("slow-4", "1", CREATING, NOW.minusSeconds(20));

    Verdict failing = failing();

    assertEquals(Reason.VOLUNTEERS_STUCK, failing.reason());
    assertEquals(
        "0 of 0 volunteers are ready. Pod slow-2 (one of 2) has not been ready since 2025-12-31T23:58:59Z:"
            + " its container runs, but its readiness probe fails. Run 'kubectl describe pod slow-2' to see its events",
        failing.message());
    assertEquals(Optional.of(NOW.plusSeconds(1)), FarmStatus.nextChange(inputs(), NOW));
    assertEquals(
        Optional.of(NOW.plusSeconds(40)), FarmStatus.nextChange(inputs(), NOW.plusSeconds(1)));
    assertEquals(Optional.empty(), FarmStatus.nextChange(inputs(), NOW.plusSeconds(40)));
  }

  @Test
  void volunteersThatComeWithinAMinuteAreHealthy() {
    volunteer("slow-1", "1", CREATING, NOW.minusSeconds(59));

    assertEquals(Reason.VOLUNTEERS_HEALTHY, failing().reason());
  }

  @Test
  void messagesStandStillWhileJobsComeAndGo() {
    volunteer("slow-1", "1", CREATING, NOW.minusSeconds(90));
    pod(
        Labels.VOLUNTEER,
        "homeless-1",
        "{conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: Insufficient cpu}]}");
    load = Optional.of(new LoadReport.Heard(waiting(0, Map.of())));
    List<Verdict> first = List.of(failing(), limited(), ready());
    load = Optional.of(new LoadReport.Heard(waiting(7, Map.of("slow-1", 1))));

    assertEquals(
        first,
        List.of(VolunteersFailingVerdict.of(inputs(), NOW.plusSeconds(7)), limited(), ready()));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          5, False, CapacitySufficient, CapacitySufficient
          6, False, CapacitySufficient, MaxVolunteersReached
          3, True, MaxVolunteersReached, MaxVolunteersReached
          2, True, MaxVolunteersReached, CapacitySufficient
          3, True, QuotaExceeded, CapacitySufficient
          """)
  void maximumIsReachedUntilTheWaitHasHalved(
      int oldestWait, String status, String reason, String expected) {
    for (int i = 0; i < 10; i++) {
      pod(Labels.VOLUNTEER, "main-volunteers-" + i, READY_POD);
    }
    load = Optional.of(new LoadReport.Heard(waiting(oldestWait, Map.of())));
    Condition previous = new ConditionBuilder().withStatus(status).withReason(reason).build();

    assertEquals(
        expected, CapacityLimitedVerdict.of(inputs(), Optional.of(previous)).reason().toString());
  }

  @Test
  void drainWithLessTimeThanAJobMayTakeIsCutShort() {
    terminating("a-idle", 30);
    terminating("b-in-time", 630);
    terminating("c-one", 30);
    terminating("d-two", 599);
    pod(Labels.VOLUNTEER, "e-stays", READY_POD);
    load =
        Optional.of(
            new LoadReport.Heard(
                waiting(0, Map.of("b-in-time", 1, "c-one", 1, "d-two", 2, "e-stays", 2))));

    assertEquals(
        List.of(
            new DrainCutShort(
                "c-one",
                "Pod c-one ends within 30 s, but its job may take up to 600 s (volunteers.jobLifetimeSeconds)."
                    + " Another volunteer repeats what is not done by then"),
            new DrainCutShort(
                "d-two",
                "Pod d-two ends within 599 s, but its 2 jobs may take up to 600 s (volunteers.jobLifetimeSeconds)."
                    + " Another volunteer repeats what is not done by then")),
        DrainCutShort.of(inputs()));
  }

  /** The API server refuses a change of the Service, and the Service from before takes jobs. */
  @Test
  void staysReadyWhileTheServiceKeepsItsOldForm() {
    pod(Labels.DISPATCHER, "main-dispatcher-1", READY_POD);
    rejected = Optional.of(new RejectedObject("Service", "main", "may not change once set", true));

    assertEquals(
        new Verdict(
            ConditionType.READY,
            Verdict.Status.TRUE,
            Reason.OBJECT_REFUSED,
            "The dispatcher takes jobs. The operator cannot write Service main: may not change once set"),
        ready());
  }

  /**
   * Its end is what it is for. An init container that fails is what keeps the pod from starting.
   */
  @Test
  void initContainerThatIsDoneIsNoTrouble() {
    String status =
        """
        {initContainerStatuses: [{name: tools, state: {terminated: {exitCode: %d, reason: %s}}}],
         containerStatuses: [{name: distccd, state: {waiting: {reason: PodInitializing}}}]}
        """;
    pod(Labels.VOLUNTEER, "a", status.formatted(0, "Completed"));
    assertNotEquals(Reason.VOLUNTEERS_CRASHING, failing().reason());

    pod(Labels.VOLUNTEER, "b", status.formatted(126, "Error"));
    assertEquals(Reason.VOLUNTEERS_CRASHING, failing().reason());
    assertTrue(
        failing().message().contains("container tools ended with exit code 126"),
        failing()::message);
  }

  @Test
  void volunteersThatTheDispatcherSetsAsideAreSaid() {
    load = Optional.of(noticed(Map.of("v-1", Notices.COMPILES_NOTHING)));
    assertEquals(
        new Verdict(
            ConditionType.VOLUNTEERS_FAILING,
            Verdict.Status.TRUE,
            Reason.VOLUNTEERS_COMPILE_NOTHING,
            "0 of 5 volunteers are ready. Volunteer v-1 takes jobs and compiles none. It gets no job until a"
                + " test compile succeeds. See its log"),
        failing());

    load =
        Optional.of(
            noticed(
                Map.of(
                    "v-1",
                    Notices.COMPILES_NOTHING,
                    "v-2",
                    Notices.TMPDIR_FULL,
                    "v-3",
                    Notices.TMPDIR_FULL)));
    assertEquals(Reason.VOLUNTEERS_DISK_FULL, failing().reason());
    assertTrue(
        failing().message().contains("Volunteer v-2 (one of 2) gets no job until its TMPDIR"),
        failing()::message);

    load = Optional.of(noticed(Map.of("v-1", "WORD_OF_A_LATER_VERSION")));
    assertEquals(Reason.VOLUNTEERS_HEALTHY, failing().reason());
  }

  private static LoadReport noticed(Map<String, String> failing) {
    Load quiet = waiting(0, Map.of());
    return new LoadReport.Heard(
        new Load(
            quiet.queued(),
            0,
            0,
            0,
            OptionalDouble.empty(),
            0,
            0,
            new TreeMap<>(),
            Toolchains.NONE,
            new Notices(List.of(), List.of(), new TreeMap<>(failing), new TreeSet<>())));
  }

  private static Load waiting(int oldestWaitSeconds, Map<String, Integer> busy) {
    return new Load(
        9, 0, 20, oldestWaitSeconds, OptionalDouble.empty(), 20, 20, new TreeMap<>(busy));
  }

  private Verdict failing() {
    return VolunteersFailingVerdict.of(inputs(), NOW);
  }

  private Verdict limited() {
    return CapacityLimitedVerdict.of(inputs(), Optional.empty());
  }

  private Verdict ready() {
    return ReadyVerdict.of(inputs(), List.of(), NOW);
  }

  private StatusInputs inputs() {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("main").withNamespace("ci").build());
    Observed observed = Observed.of(FarmNames.of(farm), deployments, pods, load);
    Plan plan =
        new Planner(new Settings("d", "v", "Always"))
            .plan(farm, observed, SizeHistory.startingWith(0, NOW), NOW);
    return new StatusInputs(farm.specOrDefaults(), observed, plan, rejected);
  }

  private void pod(String component, String name, String status) {
    Pod pod = new Pod();
    pod.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("ci")
            .addToLabels(Labels.COMPONENT, component)
            .build());
    pod.setSpec(new PodSpecBuilder().withNodeName("node-2").build());
    pod.setStatus(YAML.unmarshal("---\n" + status, PodStatus.class));
    pods.add(pod);
  }

  private void volunteer(String name, String revision, String status, Instant since) {
    pod(Labels.VOLUNTEER, name, status.formatted(since));
    pods.getLast().getMetadata().getLabels().put("pod-template-hash", revision);
  }

  private void terminating(String name, long graceSeconds) {
    pod(Labels.VOLUNTEER, name, READY_POD);
    pods.getLast().getMetadata().setDeletionTimestamp(NOW.plusSeconds(graceSeconds).toString());
    pods.getLast().getMetadata().setDeletionGracePeriodSeconds(graceSeconds);
  }

  private void refusedPods(String deployment, String message) {
    deployments.add(
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(deployment)
            .withNamespace("ci")
            .endMetadata()
            .withNewSpec()
            .withReplicas(1)
            .endSpec()
            .withNewStatus()
            .addNewCondition()
            .withType("ReplicaFailure")
            .withStatus("True")
            .withMessage(message)
            .endCondition()
            .endStatus()
            .build());
  }
}
