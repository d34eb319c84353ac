package dev.compilefarm.dispatcher.volunteer;

/** One volunteer's slots and how many of them run a job. */
public record VolunteerLoad(
    String name, String address, int slots, int busy, VolunteerState state) {}
