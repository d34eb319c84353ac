package dev.compilefarm.dispatcher.volunteer;

import java.util.ArrayList;
import java.util.List;

/** A machine with volunteers on it. Mutable; only {@link VolunteerPool} changes it. */
final class Node {
  final String name;

  /** Jobs that run on it, whichever volunteer has them. */
  int running;

  /** Volunteers that are known on it. */
  int members;

  /** Its parts of the buckets in the {@link FreeSlots} of all kinds. */
  final List<FreeSlots.NodePart> parts = new ArrayList<>();

  Node(String name) {
    this.name = name;
  }
}
