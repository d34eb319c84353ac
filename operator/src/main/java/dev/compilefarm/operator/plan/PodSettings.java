package dev.compilefarm.operator.plan;

/**
 * What the operator was installed with for the pods that it makes.
 *
 * @param toolsImage image that brings distccd into volunteers of other images
 * @param architecture of the operator's own node, as nodes are labelled with it
 * @param packagedToolchain which compiler the packaged image has, such as gcc-14
 * @param placeholderPriorityClass name of the PriorityClass of pods that give way to volunteers
 * @param idsAssigned the cluster gives pods their users and groups, and they must name none
 */
public record PodSettings(
    String toolsImage,
    String architecture,
    String packagedToolchain,
    String placeholderPriorityClass,
    boolean idsAssigned) {}
