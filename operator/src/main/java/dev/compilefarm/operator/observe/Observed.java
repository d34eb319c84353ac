package dev.compilefarm.operator.observe;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All that the decisions about one farm rest on.
 *
 * @param service the farm's Service
 * @param load empty while there is no running dispatcher pod to ask, or none has had the time to
 *     answer
 * @param live the volunteers' Deployment; empty while there is none
 * @param namespaceDeletedAt since when the farm's namespace is being deleted, as far as is known:
 *     no pod can be made in it any more
 */
public record Observed(
    Workload dispatcher,
    Workload volunteers,
    Optional<LoadReport> load,
    Optional<LiveVolunteers> live,
    ServiceFact service,
    ClientPlaces clientPlaces,
    Optional<Instant> namespaceDeletedAt) {

  /**
   * While nothing but the number of volunteers is known of their Deployment, of a farm without a
   * Service, whose clients are in its own namespace.
   */
  public Observed(Workload dispatcher, Workload volunteers, Optional<LoadReport> load) {
    this(dispatcher, volunteers, load, Optional.empty());
  }

  private Observed(
      Workload dispatcher,
      Workload volunteers,
      Optional<LoadReport> load,
      Optional<LiveVolunteers> live) {
    this(dispatcher, volunteers, load, live, ServiceFact.NONE, ClientPlaces.NONE, Optional.empty());
  }

  /** The same, with what is known of the Service and of other namespaces. */
  public Observed with(ServiceFact knownService, ClientPlaces knownPlaces) {
    return new Observed(
        dispatcher, volunteers, load, live, knownService, knownPlaces, namespaceDeletedAt);
  }

  /** The same, with what is known of the farm's namespace. */
  public Observed inNamespaceDeletedAt(Optional<Instant> at) {
    return new Observed(dispatcher, volunteers, load, live, service, clientPlaces, at);
  }

  /** From the farm's live objects. Those of other namespaces, names or components are left out. */
  public static Observed of(
      FarmNames names,
      Collection<Deployment> deployments,
      Collection<Pod> pods,
      Optional<LoadReport> load) {
    return new Observed(
        workload(names, names.dispatcher(), Labels.DISPATCHER, deployments, pods),
        workload(names, names.volunteers(), Labels.VOLUNTEER, deployments, pods),
        load,
        named(names, names.volunteers(), deployments).flatMap(LiveVolunteers::of));
  }

  private static Workload workload(
      FarmNames names,
      String name,
      String component,
      Collection<Deployment> deployments,
      Collection<Pod> pods) {
    return Workload.of(name, named(names, name, deployments), ofComponent(names, component, pods));
  }

  private static Optional<Deployment> named(
      FarmNames names, String name, Collection<Deployment> deployments) {
    return deployments.stream()
        .filter(deployment -> isIn(names.namespace(), deployment))
        .filter(deployment -> name.equals(deployment.getMetadata().getName()))
        .findFirst();
  }

  /** What the pods of a farm's dispatcher say, among all pods of the farm. */
  public static List<PodFact> dispatcherPods(FarmNames names, Collection<Pod> pods) {
    return Workload.facts(ofComponent(names, Labels.DISPATCHER, pods));
  }

  private static List<Pod> ofComponent(FarmNames names, String component, Collection<Pod> pods) {
    return pods.stream()
        .filter(pod -> isIn(names.namespace(), pod))
        .filter(pod -> component.equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)))
        .toList();
  }

  private static boolean isIn(String namespace, HasMetadata object) {
    return namespace.equals(object.getMetadata().getNamespace());
  }
}
