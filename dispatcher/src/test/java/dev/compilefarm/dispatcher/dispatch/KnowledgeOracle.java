package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who can do what? By a look at all that the volunteers have told. */
final class KnowledgeOracle {
  private static final long GRACE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final List<Needs> NEEDS =
      Stream.of("gcc", "g++", "clang", "icc")
          .flatMap(compiler ->
              Stream.of(
                  Needs.of(compiler),
                  new Needs(compiler, Set.of(Check.PATHS)),
                  new Needs(compiler, Check.ALL)))
          .toList();

  private final Map<Needs, Long> lackedSinceNanos = new HashMap<>();
  private List<Volunteer> staying = List.of();
  private long updatedAtNanos;

  void update(Collection<Volunteer> volunteers, long nowNanos) {
    staying =
        volunteers.stream()
            .filter(volunteer -> volunteer.availability() != Availability.DRAINING)
            .toList();
    updatedAtNanos = nowNanos;
    for (Needs needs : NEEDS) {
      if (lack(needs)) {
        lackedSinceNanos.putIfAbsent(needs, nowNanos);
      } else {
        lackedSinceNanos.remove(needs);
      }
    }
  }

  /** Everybody has told, somebody is there, and nobody can do it. */
  boolean areKnownToLack(Needs needs) {
    return !staying.isEmpty()
        && staying.stream()
            .allMatch(
                volunteer -> volunteer.toolchain().filter(told -> !told.serves(needs)).isPresent());
  }

  /** Whether a job with such needs may be sent home. */
  boolean haveLackedForLong(Needs needs, long nowNanos) {
    Long since = lackedSinceNanos.get(needs);
    return since != null && nowNanos - since >= GRACE_NANOS;
  }

  /** Whether it must be. */
  boolean lackForTooLong(Needs needs, long tickMaxNanos, long nowNanos) {
    return lack(needs) && nowNanos - updatedAtNanos > GRACE_NANOS + tickMaxNanos;
  }

  /** Somebody has told or is ready, and nobody of those may do it. */
  private boolean lack(Needs needs) {
    return staying.stream().anyMatch(KnowledgeOracle::counts)
        && staying.stream().noneMatch(volunteer -> mayDo(volunteer, needs));
  }

  private static boolean mayDo(Volunteer volunteer, Needs needs) {
    return volunteer.toolchain().isPresent()
        ? volunteer.toolchain().get().serves(needs)
        : volunteer.availability() == Availability.READY && needs.checks().isEmpty();
  }

  private static boolean counts(Volunteer volunteer) {
    return volunteer.toolchain().isPresent() || volunteer.availability() == Availability.READY;
  }
}
