package dev.compilefarm.operator.observe;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
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
 */
public record Observed(
    Workload dispatcher,
    Workload volunteers,
    Optional<LoadReport> load,
    Optional<LiveVolunteers> live,
    ServiceFact service,
    ClientPlaces clientPlaces) {

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
    this(dispatcher, volunteers, load, live, ServiceFact.NONE, ClientPlaces.NONE);
  }

  /** The same, with what is known of the Service and of other namespaces. */
  public Observed with(ServiceFact knownService, ClientPlaces knownPlaces) {
    return new Observed(dispatcher, volunteers, load, live, knownService, knownPlaces);
  }

  /** From the farm's live objects. Those of other names or components are left out. */
  public static Observed of(
      FarmNames names,
      Collection<Deployment> deployments,
      Collection<Pod> pods,
      Optional<LoadReport> load) {
    return new Observed(
        workload(names.dispatcher(), Labels.DISPATCHER, deployments, pods),
        workload(names.volunteers(), Labels.VOLUNTEER, deployments, pods),
        load,
        named(names.volunteers(), deployments).flatMap(LiveVolunteers::of));
  }

  private static Workload workload(
      String name, String component, Collection<Deployment> deployments, Collection<Pod> pods) {
    return Workload.of(name, named(name, deployments), ofComponent(component, pods));
  }

  private static Optional<Deployment> named(String name, Collection<Deployment> deployments) {
    return deployments.stream().filter(d -> name.equals(d.getMetadata().getName())).findFirst();
  }

  /** What the pods of a farm's dispatcher say, among all pods of the farm. */
  public static List<PodFact> dispatcherPods(Collection<Pod> pods) {
    return Workload.facts(ofComponent(Labels.DISPATCHER, pods));
  }

  private static List<Pod> ofComponent(String component, Collection<Pod> pods) {
    return pods.stream()
        .filter(pod -> component.equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)))
        .toList();
  }
}
