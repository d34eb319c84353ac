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
      "No pod of the dispatcher is ready, or one became ready a moment ago. The cluster could still refuse clients."),
  DISPATCHER_IMAGE_UNPULLABLE(
      "DispatcherImageUnpullable", "The dispatcher's image cannot be pulled."),
  DISPATCHER_PODS_REFUSED(
      "DispatcherPodsRefused",
      "The cluster refuses the dispatcher's pod, for example because of a quota or of Pod Security."),
  DISPATCHER_UNSCHEDULABLE("DispatcherUnschedulable", "No node can take the dispatcher's pod."),
  DISPATCHER_CRASHING("DispatcherCrashing", "The dispatcher's container ends again and again."),
  DISPATCHER_LOST(
      "DispatcherLost",
      "The dispatcher's pod is on a node that does not answer. The cluster replaces it."),
  DISPATCHER_SILENT(
      "DispatcherSilent",
      "The dispatcher's pod is ready, but it does not answer the operator. The farm keeps its size."),
  OBJECT_REFUSED(
      "ObjectRefused",
      "The operator cannot write an object of the farm. The cluster refuses it, or an object of that name belongs to somebody else."),
  INVALID_SPEC(
      "InvalidSpec",
      "The spec holds an invalid value that the cluster accepted earlier. The operator leaves the farm's objects as they are."),
  INTERNAL_ERROR(
      "InternalError",
      "The operator failed at this farm and tries again. The farm's objects work on."),
  PAUSED("Paused", "spec.paused is true, and the operator changes nothing."),
  DELETING(
      "Deleting",
      "The farm or its namespace is being deleted. The farm takes no new job and goes when its jobs are"
          + " finished. The message says how to let it go at once."),

  CAPACITY_SUFFICIENT("CapacitySufficient", "No limit keeps the farm from growing."),
  MAX_VOLUNTEERS_REACHED(
      "MaxVolunteersReached",
      "All volunteers that scaling.maxVolunteers allows are ready, and jobs wait longer than they should."),
  REPLICAS_FIXED(
      "ReplicasFixed",
      "spec.replicas fixes the number of volunteers, and jobs wait longer than they should."),
  QUOTA_EXCEEDED("QuotaExceeded", "A ResourceQuota of the namespace forbids more volunteers."),
  VOLUNTEERS_UNSCHEDULABLE("VolunteersUnschedulable", "No node can take more volunteers."),

  VOLUNTEERS_HEALTHY("VolunteersHealthy", "No volunteer is known to fail."),
  VOLUNTEER_IMAGE_UNPULLABLE("VolunteerImageUnpullable", "The volunteers' image cannot be pulled."),
  VOLUNTEER_PODS_REFUSED(
      "VolunteerPodsRefused",
      "The cluster refuses the volunteers' pods, for example because of Pod Security."),
  VOLUNTEERS_CRASHING(
      "VolunteersCrashing",
      "A volunteer's container ends again and again. It compiles a file before it starts, so its toolchain may be broken."),
  VOLUNTEERS_LOST(
      "VolunteersLost",
      "Volunteers are on a node that does not answer. The cluster replaces them, and other volunteers do their jobs."),
  VOLUNTEERS_STUCK(
      "VolunteersStuck",
      "Volunteers have not been ready for more than a minute, and the cluster names no cause. A large image, a volume, the network or a failing readiness probe may be the cause."),
  VOLUNTEERS_DISK_FULL(
      "VolunteersDiskFull",
      "The TMPDIR of volunteers is full. The dispatcher gives them no job until it takes files."),
  VOLUNTEERS_COMPILE_NOTHING(
      "VolunteersCompileNothing",
      "Volunteers take jobs and compile none. The dispatcher gives them no job until a test compile succeeds."),

  TOOLCHAIN_UNIFORM("ToolchainUniform", "No two volunteers are known to differ."),
  VOLUNTEERS_UPDATING(
      "VolunteersUpdating",
      "New volunteers replace old ones, and the two may differ. The volunteers are compared when that is done."),
  IMAGES_DIFFER(
      "ImagesDiffer",
      "Ready volunteers run images of different digests, although the farm names one image. Its tag moved."),
  COMPILERS_DIFFER(
      "CompilersDiffer",
      "Ready volunteers have different programs at the same path of a compiler."),
  MACHINES_DIFFER(
      "MachinesDiffer",
      "Ready volunteers have compilers at the same path that compile for different machines."),

  CLIENT_NAMESPACES_SERVED(
      "ClientNamespacesServed",
      "The clients' ConfigMaps are in every namespace that spec.clients names, if it names any."),
  CLIENT_NAMESPACES_NOT_ENABLED(
      "ClientNamespacesNotEnabled",
      "spec.clients names namespaces, and the operator was installed without the rights to serve them."),
  CLIENT_NAMESPACES_NOT_LISTED(
      "ClientNamespacesNotListed",
      "The operator cannot list the cluster's namespaces. ConfigMaps that exist stay as they are."),
  CLIENT_CONFIG_MAPS_REFUSED(
      "ClientConfigMapsRefused",
      "The clients' ConfigMaps are missing or old in some namespaces. The message names each and the remedy."),

  CLIENTS_TOLD_APART(
      "ClientsToldApart", "No address is known that several clients share and that has most jobs."),
  CLIENTS_BEHIND_ONE_ADDRESS(
      "ClientsBehindOneAddress",
      "Most jobs come from an address that several clients share. Fair shares see one tenant there."),

  JOBS_TAKEN("JobsTaken", "The dispatcher refuses no kind of job often."),
  JOB_OUT_OF_MEMORY(
      "JobOutOfMemory",
      "A compile was killed for want of memory although it had a volunteer to itself."),
  JOB_TOO_LARGE(
      "JobTooLarge",
      "A source or an object file is larger than spec.queue.maxSourceSize or maxObjectSize."),
  JOB_TOO_LONG(
      "JobTooLong", "A compile took longer than spec.volunteers.jobLifetimeSeconds, twice."),
  COMPILER_UNKNOWN("CompilerUnknown", "Clients ask for a compiler that no volunteer has."),
  OPTION_NOT_DISTRIBUTABLE(
      "OptionNotDistributable",
      "Clients use options that need or write files which distcc does not carry."),
  JOB_FAILS_EVERYWHERE(
      "JobFailsEverywhere", "Clients send requests that fail at volunteers which are well."),
  JOBS_REFUSED_OTHERWISE(
      "JobsRefusedOtherwise",
      "A dispatcher of a later version refuses jobs; the message says why."),

  PUMP_STAYS("PumpStays", "No build is known to have fallen back from pump mode to plain mode."),
  BUILD_FELL_BACK(
      "BuildFellBack",
      "A build's jobs came by pump, and then at least 25 to 36 in a row came preprocessed. Its client does more than it need.");

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
