package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.util.Optional;

/**
 * One volunteer's slots and how many of them run a job.
 *
 * @param toolchain the compilers that it has; empty where it has not told
 * @param trouble why it is set aside as failing, where that is known
 */
public record VolunteerLoad(
    String name,
    String address,
    int slots,
    int busy,
    VolunteerState state,
    Optional<Toolchain> toolchain,
    Optional<Trouble> trouble) {}
