package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final List<Deployment> deployments = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private Optional<Refusal> refusal = Optional.empty();

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
          {containerStatuses: [{name: d, state: {waiting: {reason: ContainerCreating}}}]} | DispatcherStarting | Deployment main-dispatcher has no ready pod yet
          {containerStatuses: [{name: d, state: {running: {}}}]} | DispatcherStarting | Deployment main-dispatcher has no ready pod yet
          """)
  void notReadyForTheCauseOfTheDispatchersPod(String podStatus, String reason, String message) {
    pod(Labels.DISPATCHER, "main-dispatcher-1", podStatus);

    var ready = ready();

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
    refusal = Optional.of(new Refusal("Service", "main", "it exists"));

    assertEquals(Verdict.Status.FALSE, ready().status());
    assertEquals(Reason.OBJECT_REFUSED, ready().reason());
    assertEquals("Service main cannot be written: it exists", ready().message());
  }

  @Test
  void readyThoughAnotherObjectIsRefused() {
    pod(Labels.DISPATCHER, "main-dispatcher-1", READY_POD);
    refusal = Optional.of(new Refusal("ConfigMap", "main-client", "it exists"));

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

    var ready = ready();

    assertEquals(Verdict.Status.TRUE, ready.status());
    assertEquals(Reason.DISPATCHER_IMAGE_UNPULLABLE, ready.reason());
    assertEquals(
        "The dispatcher takes jobs. Pod main-dispatcher-2 cannot pull its image: x:2: ErrImagePull: gone",
        ready.message());
  }

  @Test
  void fullQuotaIsLimitAndNotFailure() {
    refusedPods("main-volunteers", "pods \"x\" is forbidden: exceeded quota: small");

    var limited = CapacityLimitedVerdict.of(situation());

    assertEquals(Verdict.Status.TRUE, limited.status());
    assertEquals(Reason.QUOTA_EXCEEDED, limited.reason());
    assertEquals(
        "Deployment main-volunteers cannot create pods: pods \"x\" is forbidden: exceeded quota: small",
        limited.message());
    assertEquals(Reason.VOLUNTEERS_HEALTHY, VolunteersFailingVerdict.of(situation()).reason());
  }

  @Test
  void refusalByPodSecurityIsFailureAndNotLimit() {
    refusedPods("main-volunteers", "pods \"x\" is forbidden: violates PodSecurity \"restricted\"");

    assertEquals(Reason.VOLUNTEER_PODS_REFUSED, VolunteersFailingVerdict.of(situation()).reason());
    assertEquals(Reason.CAPACITY_SUFFICIENT, CapacityLimitedVerdict.of(situation()).reason());
  }

  @Test
  void volunteersWithoutNodeAreLimit() {
    pod(
        Labels.VOLUNTEER,
        "main-volunteers-1",
        "{conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: Insufficient cpu}]}");

    assertEquals(Reason.VOLUNTEERS_UNSCHEDULABLE, CapacityLimitedVerdict.of(situation()).reason());
  }

  @Test
  void crashingVolunteersAreCounted() {
    var crashing =
        "{containerStatuses: [{name: distccd, state: {terminated: {exitCode: 1, reason: Error}}}]}";
    pod(Labels.VOLUNTEER, "main-volunteers-2", crashing);
    pod(Labels.VOLUNTEER, "main-volunteers-1", crashing);

    var failing = VolunteersFailingVerdict.of(situation());

    assertEquals(Reason.VOLUNTEERS_CRASHING, failing.reason());
    assertEquals(
        "Pod main-volunteers-1 (one of 2) does not stay up: container distccd ended with exit code 1 (Error)",
        failing.message());
  }

  private Verdict ready() {
    return ReadyVerdict.of(situation(), List.of());
  }

  private Situation situation() {
    var farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("main").withNamespace("ci").build());
    var observed = Observed.of(FarmNames.of(farm), deployments, pods, Optional.<LoadReport>empty());
    var plan =
        new Planner(new Settings("d", "v", "Always"))
            .plan(farm, observed, SizeHistory.startingWith(0, NOW), NOW);
    return new Situation(farm.getSpec(), observed, plan, refusal);
  }

  private void pod(String component, String name, String status) {
    var pod = new Pod();
    pod.setMetadata(
        new ObjectMetaBuilder().withName(name).addToLabels(Labels.COMPONENT, component).build());
    pod.setStatus(YAML.unmarshal("---\n" + status, PodStatus.class));
    pods.add(pod);
  }

  private void refusedPods(String deployment, String message) {
    deployments.add(
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(deployment)
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
