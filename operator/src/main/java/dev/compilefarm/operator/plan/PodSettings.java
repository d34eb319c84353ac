package dev.compilefarm.operator.plan;

/**
 * What the operator was installed with for the pods that it makes.
 *
 * @param toolsImage image that brings distccd into volunteers of other images
 * @param architecture of the operator's own node, as nodes are labelled with it
 */
public record PodSettings(String toolsImage, String architecture) {}
