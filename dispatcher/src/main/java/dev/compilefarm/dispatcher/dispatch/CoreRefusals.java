package dev.compilefarm.dispatcher.dispatch;

import java.util.OptionalLong;

/** What the core says where it refuses a job after it has run. Pure. */
final class CoreRefusals {
  private static final int MIB = 1 << 20;

  private CoreRefusals() {}

  /**
   * Its compiler was killed though it had a volunteer to itself.
   *
   * @param limitBytes the limit of that volunteer's memory, where it is known
   */
  static Refusal outOfMemory(OptionalLong limitBytes) {
    if (limitBytes.isEmpty()) {
      return new Refusal(
          Outcome.OUT_OF_MEMORY,
          "",
          "this compile needs more memory than a volunteer has, even alone there;"
              + " raise spec.volunteers.resources.limits.memory");
    }
    String limit = limitBytes.getAsLong() / MIB + " MiB";
    return new Refusal(
        Outcome.OUT_OF_MEMORY,
        limit,
        "this compile needs more than %s, the memory limit of a volunteer;".formatted(limit)
            + " raise spec.volunteers.resources.limits.memory");
  }

  /** It was ended twice by distccd, which had a limit of time. */
  static Refusal tooLong() {
    return new Refusal(
        Outcome.TOO_LONG,
        "",
        "this compile takes longer than one may; raise spec.volunteers.jobLifetimeSeconds");
  }
}
