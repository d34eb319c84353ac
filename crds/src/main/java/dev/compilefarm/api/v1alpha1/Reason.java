package dev.compilefarm.api.v1alpha1;

/**
 * Every reason a farm's condition can have. Part of the API: scripts and alerts compare them, so
 * names are not changed.
 *
 * <p>{@code Ready=True} takes the reason of the most urgent other condition that is true, if there
 * is one: it is what {@code kubectl get cfarm} prints.
 */
public enum Reason {
  DISPATCHER_READY("DispatcherReady", "The dispatcher takes jobs."),
  DISPATCHER_STARTING(
      "DispatcherStarting",
      "No pod of the dispatcher is ready yet, or since a moment only, and clients could be refused."),
  DISPATCHER_IMAGE_UNPULLABLE(
      "DispatcherImageUnpullable", "The dispatcher's image cannot be pulled."),
  DISPATCHER_PODS_REFUSED(
      "DispatcherPodsRefused",
      "The cluster refuses the dispatcher's pod, because of a quota or of Pod Security for example."),
  DISPATCHER_UNSCHEDULABLE("DispatcherUnschedulable", "No node can take the dispatcher's pod."),
  DISPATCHER_CRASHING("DispatcherCrashing", "The dispatcher's container ends again and again."),
  DISPATCHER_LOST(
      "DispatcherLost",
      "The dispatcher's pod is on a node that does not answer; the cluster replaces it."),
  DISPATCHER_SILENT(
      "DispatcherSilent",
      "The dispatcher's pod is ready, but the operator gets no answer from it; the farm keeps its size."),
  OBJECT_REFUSED(
      "ObjectRefused",
      "An object of the farm cannot be written: the cluster refuses it, or one of that name belongs to somebody else."),
  INVALID_SPEC(
      "InvalidSpec",
      "The farm's spec holds a value that cannot be used, from before the cluster refused it; the farm's objects are left as they are."),
  INTERNAL_ERROR(
      "InternalError",
      "The operator failed at this farm, and tries again; what was there before works on."),
  PAUSED("Paused", "spec.paused is true: the operator changes nothing."),
  DELETING(
      "Deleting",
      "The farm is being deleted: it takes no new job, and goes when those that it has are finished."),

  CAPACITY_SUFFICIENT("CapacitySufficient", "No limit holds the farm back from growing."),
  MAX_VOLUNTEERS_REACHED(
      "MaxVolunteersReached",
      "All volunteers allowed by scaling.maxVolunteers are there, and jobs wait longer than scaling.targetWaitSeconds."),
  REPLICAS_FIXED(
      "ReplicasFixed",
      "spec.replicas fixes the number of volunteers, and jobs wait longer than scaling.targetWaitSeconds."),
  QUOTA_EXCEEDED("QuotaExceeded", "A resource quota of the namespace forbids more volunteers."),
  VOLUNTEERS_UNSCHEDULABLE("VolunteersUnschedulable", "No node can take the volunteers that wait."),

  VOLUNTEERS_HEALTHY("VolunteersHealthy", "No volunteer is known to fail."),
  VOLUNTEER_IMAGE_UNPULLABLE("VolunteerImageUnpullable", "The volunteers' image cannot be pulled."),
  VOLUNTEER_PODS_REFUSED(
      "VolunteerPodsRefused",
      "The cluster refuses the volunteers' pods, because of Pod Security for example."),
  VOLUNTEERS_CRASHING(
      "VolunteersCrashing",
      "A volunteer's container ends again and again; it compiles a file before it starts, so its toolchain may be broken."),
  VOLUNTEERS_LOST(
      "VolunteersLost",
      "Volunteers are on a node that does not answer; the cluster replaces them, and their jobs are done by others."),
  VOLUNTEERS_STUCK(
      "VolunteersStuck",
      "Volunteers are not ready for longer than a minute, and the cluster names no cause: a large image, a volume or a network that does not come, a readiness probe that fails.");

  private final String text;
  private final String sentence;

  Reason(String text, String sentence) {
    this.text = text;
    this.sentence = sentence;
  }

  /** What it means, for reference pages. */
  public String sentence() {
    return sentence;
  }

  /** As it stands in {@code status.conditions[].reason}. */
  @Override
  public String toString() {
    return text;
  }
}
