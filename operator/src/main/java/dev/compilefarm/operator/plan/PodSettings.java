package dev.compilefarm.operator.plan;

import java.util.List;

/**
 * What the operator was installed with for the pods that it makes.
 *
 * @param toolsImage image that brings distccd into volunteers of other images
 * @param architecture of the operator's own node, as nodes are labelled with it
 * @param packagedToolchain which compiler the packaged image has, such as gcc-14
 * @param placeholderPriorityClass name of the PriorityClass of pods that give way to volunteers
 * @param dispatcherRole name of the ClusterRole by which dispatchers find their farm's pods
 * @param idsAssigned the cluster gives pods their users and groups, and they must name none
 * @param imagePullSecrets names of Secrets in each farm's namespace, by which its pods pull images
 * @param dispatcherLog how dispatchers log
 */
public record PodSettings(
    String toolsImage,
    String architecture,
    String packagedToolchain,
    String placeholderPriorityClass,
    String dispatcherRole,
    boolean idsAssigned,
    List<String> imagePullSecrets,
    DispatcherLog dispatcherLog) {

  public PodSettings {
    imagePullSecrets = List.copyOf(imagePullSecrets);
  }

  /** Those of an operator that was told nothing of Secrets and logs. */
  public PodSettings(
      String toolsImage,
      String architecture,
      String packagedToolchain,
      String placeholderPriorityClass,
      String dispatcherRole,
      boolean idsAssigned) {
    this(
        toolsImage,
        architecture,
        packagedToolchain,
        placeholderPriorityClass,
        dispatcherRole,
        idsAssigned,
        List.of(),
        DispatcherLog.AS_BUILT);
  }
}
