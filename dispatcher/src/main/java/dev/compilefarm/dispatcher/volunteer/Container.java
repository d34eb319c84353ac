package dev.compilefarm.dispatcher.volunteer;

import java.util.OptionalLong;

/**
 * The container in which a volunteer runs, as far as somebody tells of it.
 *
 * @param deaths times that it has ended so far; it is started again each time
 * @param wasKilled whether it was killed the latest time, as the kernel does where memory runs out
 * @param ranOutOfMemory whether that is told to be for want of memory
 * @param memoryBytes its limit of memory; empty where it has none, or where it is not known
 */
public record Container(
    int deaths, boolean wasKilled, boolean ranOutOfMemory, OptionalLong memoryBytes) {}
