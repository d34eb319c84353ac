package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.util.Optional;

/** A volunteer and what of it is in use. Mutable; only {@link VolunteerPool} changes it. */
final class Member {
  /** Where it was first seen: a volunteer does not move. */
  final Node node;

  /** The volunteers that have the same compilers. */
  Kind kind;

  Volunteer volunteer;
  Trust trust = Trust.TRUSTED;

  /** Why it is set aside, where that is known. */
  Optional<Trouble> trouble = Optional.empty();

  /** Whether it is kept free, or is taken, for one job that has to run alone. */
  boolean reserved;

  /** May exceed a number of slots that was lowered meanwhile. */
  int busy;

  /** Rises with each job that any volunteer is given; 0 before its first. */
  long lastUsed;

  Member(Volunteer volunteer, Node node, Kind kind) {
    this.volunteer = volunteer;
    this.node = node;
    this.kind = kind;
  }

  String name() {
    return volunteer.name();
  }

  int free() {
    return volunteer.slots() - busy;
  }

  boolean isAvailable() {
    return volunteer.availability() == Availability.READY;
  }

  boolean isStaying() {
    return volunteer.availability() != Availability.DRAINING;
  }

  boolean isAsked() {
    return trust == Trust.ASKED;
  }

  boolean isReady() {
    return state() == VolunteerState.READY;
  }

  boolean isFailing() {
    return state() == VolunteerState.BLACK_HOLE;
  }

  VolunteerState state() {
    return switch (volunteer.availability()) {
      case NOT_READY -> VolunteerState.NOT_READY;
      case DRAINING -> VolunteerState.DRAINING;
      case READY -> trust.state();
    };
  }

  VolunteerLoad load() {
    return new VolunteerLoad(
        volunteer.name(),
        volunteer.address(),
        volunteer.slots(),
        busy,
        state(),
        volunteer.toolchain(),
        isFailing() ? trouble : Optional.empty());
  }
}
