package dev.compilefarm.client.build;

/**
 * What the limit of a container's processor time did to a build.
 *
 * @param cores that the limit allows
 * @param part of the time in which the kernel let the container's processes stand still, from 0 to
 *     1
 */
public record HeldBack(double cores, double part) {}
