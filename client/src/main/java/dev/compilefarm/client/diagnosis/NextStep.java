package dev.compilefarm.client.diagnosis;

import dev.compilefarm.api.v1alpha1.Reason;
import java.util.Arrays;

/** What to do about a condition. {@code docs/guides/troubleshooting.md} says the same at length. */
final class NextStep {
  private NextStep() {}

  /**
   * One sentence for people; empty where there is nothing to do, or the reason is of a later
   * version.
   *
   * @param reason as it stands in a condition
   */
  static String of(String reason) {
    return Arrays.stream(Reason.values())
        .filter(known -> known.toString().equals(reason))
        .map(NextStep::of)
        .findFirst()
        .orElse("");
  }

  private static String of(Reason reason) {
    return switch (reason) {
      case DISPATCHER_READY,
          CAPACITY_SUFFICIENT,
          VOLUNTEERS_HEALTHY,
          TOOLCHAIN_UNIFORM,
          CLIENT_NAMESPACES_SERVED,
          CLIENTS_TOLD_APART,
          JOBS_TAKEN,
          PUMP_STAYS,
          // Its message says what to do.
          CLIENTS_BEHIND_ONE_ADDRESS,
          VOLUNTEERS_UPDATING ->
          "";
      case DISPATCHER_STARTING -> "Wait for some seconds; then look at the dispatcher's pod.";
      case DISPATCHER_IMAGE_UNPULLABLE -> "Correct the chart's value dispatcher.image.";
      case DISPATCHER_PODS_REFUSED ->
          "Change the rule, or spec.dispatcher.resources and spec.dispatcher.template.";
      case DISPATCHER_UNSCHEDULABLE ->
          "Add nodes, or correct spec.dispatcher.template and spec.dispatcher.resources.";
      case DISPATCHER_CRASHING -> "Read 'kubectl logs --previous' of the dispatcher's pod.";
      case DISPATCHER_LOST, VOLUNTEERS_LOST ->
          "Read 'kubectl describe node'; delete the node if it will not come back.";
      case DISPATCHER_SILENT ->
          "Look for a NetworkPolicy between the operator's namespace and port 8080 of the farm.";
      case OBJECT_REFUSED -> "Rename or remove the other object, or rename the farm.";
      case INVALID_SPEC -> "Correct the field that the message names.";
      case INTERNAL_ERROR -> "Read the operator's log, and report it.";
      case PAUSED -> "Set spec.paused to false when the operator is to go on.";
      case DELETING -> "Wait for its jobs, or do what the message says.";
      case MAX_VOLUNTEERS_REACHED -> "Raise spec.scaling.maxVolunteers, or accept the wait.";
      case REPLICAS_FIXED -> "Remove spec.replicas, so that the farm sizes itself.";
      case QUOTA_EXCEEDED -> "Raise the quota, or lower spec.volunteers.resources.";
      case VOLUNTEERS_UNSCHEDULABLE ->
          "Add nodes, or correct spec.volunteers.resources and spec.volunteers.template.";
      case VOLUNTEER_IMAGE_UNPULLABLE ->
          "Correct spec.volunteers.image, or name its pull secret in spec.volunteers.template.";
      case VOLUNTEER_PODS_REFUSED ->
          "Change the rule, or spec.volunteers.resources and spec.volunteers.template.";
      case VOLUNTEERS_CRASHING -> "Read 'kubectl logs --previous' of the pod that is named.";
      case VOLUNTEERS_STUCK -> "Read the events of the pod that is named.";
      case VOLUNTEERS_DISK_FULL -> "Raise spec.volunteers.tmpSize, and its memory limit with it.";
      case VOLUNTEERS_COMPILE_NOTHING -> "Read 'kubectl logs' of the pod that is named.";
      case IMAGES_DIFFER -> "Name the image by digest in spec.volunteers.image.";
      case COMPILERS_DIFFER -> "Compare the pods that are named, then name the image by digest.";
      case MACHINES_DIFFER -> "Name one architecture in spec.volunteers.architecture.";
      case CLIENT_NAMESPACES_NOT_ENABLED -> "Set the chart's value clients.enabled to true.";
      case CLIENT_NAMESPACES_NOT_LISTED -> "Give the operator's account the rights of the chart.";
      case CLIENT_CONFIG_MAPS_REFUSED -> "Do what the message says for each namespace.";
      case JOB_OUT_OF_MEMORY -> "Raise spec.volunteers.resources.limits.memory.";
      case JOB_TOO_LARGE -> "Raise spec.queue.maxSourceSize or spec.queue.maxObjectSize.";
      case JOB_TOO_LONG -> "Raise spec.volunteers.jobLifetimeSeconds.";
      case COMPILER_UNKNOWN ->
          "Name an image with this compiler in spec.volunteers.image, or its directory in"
              + " spec.volunteers.compilers.";
      case OPTION_NOT_DISTRIBUTABLE ->
          "Leave the option out; until then clients compile these files.";
      case JOB_FAILS_EVERYWHERE -> "Read 'kubectl logs' of a volunteer.";
      case JOBS_REFUSED_OTHERWISE -> "Upgrade the operator to the dispatcher's version.";
      case BUILD_FELL_BACK -> "Look for 'include server' and 'demoted' in the build's output.";
    };
  }
}
