package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who has which compiler? By a look at all that the volunteers have told. */
final class KnowledgeOracle {
  private static final long GRACE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final List<String> COMPILERS = List.of("gcc", "g++", "clang", "icc");

  private final Map<String, Long> lackedSinceNanos = new HashMap<>();
  private List<Volunteer> staying = List.of();
  private long updatedAtNanos;

  void update(Collection<Volunteer> volunteers, long nowNanos) {
    staying =
        volunteers.stream()
            .filter(volunteer -> volunteer.availability() != Availability.DRAINING)
            .toList();
    updatedAtNanos = nowNanos;
    for (String compiler : COMPILERS) {
      if (lack(compiler)) {
        lackedSinceNanos.putIfAbsent(compiler, nowNanos);
      } else {
        lackedSinceNanos.remove(compiler);
      }
    }
  }

  /** Everybody has told, somebody is there, and nobody has it. */
  boolean areKnownToLack(String compiler) {
    return !staying.isEmpty()
        && staying.stream()
            .allMatch(
                volunteer -> volunteer.toolchain().filter(told -> !told.has(compiler)).isPresent());
  }

  /** Whether a job with this compiler may be sent home. */
  boolean haveLackedForLong(String compiler, long nowNanos) {
    Long since = lackedSinceNanos.get(compiler);
    return since != null && nowNanos - since >= GRACE_NANOS;
  }

  /** Whether it must be. */
  boolean lackForTooLong(String compiler, long tickMaxNanos, long nowNanos) {
    return lack(compiler) && nowNanos - updatedAtNanos > GRACE_NANOS + tickMaxNanos;
  }

  /** Somebody has told, nobody that has told has it, and nobody is ready that has not told. */
  private boolean lack(String compiler) {
    return staying.stream().anyMatch(volunteer -> volunteer.toolchain().isPresent())
        && staying.stream().noneMatch(volunteer -> mayDo(volunteer, compiler));
  }

  private static boolean mayDo(Volunteer volunteer, String compiler) {
    return volunteer.toolchain().isPresent()
        ? volunteer.toolchain().get().has(compiler)
        : volunteer.availability() == Availability.READY;
  }
}
