package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.JOBS_REFUSED;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.RefusedJobs;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the dispatcher refuses jobs for reasons that lie in them. Clients say nothing of a
 * refusal by default: they compile at home. It begins when one kind of refusal is frequent, or is
 * one that the farm's owner can mend, and lasts until the dispatcher has refused nothing for ten
 * minutes. Jobs are not counted in the message: they come and go every second.
 */
final class JobsRefusedVerdict {
  /**
   * So many are no accident. The farm sees few of a build's: a client leaves an entry alone for a
   * second after each refusal, and compiles the next ones at home without asking.
   */
  private static final int FREQUENT = 3;

  private static final int KINDS_SHOWN = 3;
  private static final long MEBIBYTE = 1L << 20;

  private JobsRefusedVerdict() {}

  /**
   * @param previous the condition of this type as it stands in the farm
   */
  static Verdict of(StatusInputs inputs, Optional<Condition> previous) {
    if (inputs.silence().isPresent()) {
      return Verdict.inSilence(JOBS_REFUSED, inputs.silence().get());
    }
    List<RefusedJobs> kinds =
        inputs.load().map(load -> load.notices().refused()).orElse(List.of()).stream()
            .sorted(
                Comparator.<RefusedJobs>comparingInt(kind -> counts(kind) ? 0 : 1)
                    .thenComparingInt(kind -> urgency(reason(kind)))
                    .thenComparing(RefusedJobs::outcome)
                    .thenComparing(RefusedJobs::about)
                    .thenComparing(RefusedJobs::compiler))
            .toList();
    if (kinds.isEmpty()
        || !(Conditions.isTrue(previous) || kinds.stream().anyMatch(kind -> counts(kind)))) {
      return new Verdict(
          JOBS_REFUSED,
          Verdict.Status.FALSE,
          Reason.JOBS_TAKEN,
          "The dispatcher refuses no kind of job often");
    }
    return new Verdict(JOBS_REFUSED, Verdict.Status.TRUE, reason(kinds.getFirst()), message(kinds));
  }

  private static boolean counts(RefusedJobs kind) {
    return switch (reason(kind)) {
      case JOB_OUT_OF_MEMORY, JOB_TOO_LARGE, JOB_TOO_LONG -> true;
      default -> kind.jobs() >= FREQUENT;
    };
  }

  private static Reason reason(RefusedJobs kind) {
    return switch (kind.outcome()) {
      case "OUT_OF_MEMORY" -> Reason.JOB_OUT_OF_MEMORY;
      case "TOO_LARGE" -> Reason.JOB_TOO_LARGE;
      case "TOO_LONG" -> Reason.JOB_TOO_LONG;
      case "UNKNOWN_COMPILER" -> Reason.COMPILER_UNKNOWN;
      case "NOT_DISTRIBUTABLE" -> Reason.OPTION_NOT_DISTRIBUTABLE;
      case "POISON" -> Reason.JOB_FAILS_EVERYWHERE;
      default -> Reason.JOBS_REFUSED_OTHERWISE;
    };
  }

  /** What the farm's owner can mend comes first. */
  private static int urgency(Reason reason) {
    return List.of(
            Reason.JOB_OUT_OF_MEMORY,
            Reason.JOB_TOO_LARGE,
            Reason.JOB_TOO_LONG,
            Reason.COMPILER_UNKNOWN,
            Reason.OPTION_NOT_DISTRIBUTABLE,
            Reason.JOB_FAILS_EVERYWHERE,
            Reason.JOBS_REFUSED_OTHERWISE)
        .indexOf(reason);
  }

  private static String message(List<RefusedJobs> kinds) {
    String shown =
        kinds.stream()
            .limit(KINDS_SHOWN)
            .map(JobsRefusedVerdict::sentence)
            .collect(Collectors.joining(". "));
    int others = kinds.size() - KINDS_SHOWN;
    return "Clients compile refused jobs themselves. "
        + shown
        + (others > 0 ? ". And %d more kinds".formatted(others) : "");
  }

  /** With the size of the request, rounded, so that two jobs of a kind read alike. */
  private static String sentence(RefusedJobs kind) {
    String size =
        kind.requestBytes() < MEBIBYTE
            ? ""
            : " (request of %d MiB)".formatted(kind.requestBytes() / MEBIBYTE);
    boolean isSaid = kind.about().isEmpty() || kind.about().equals(kind.compiler());
    String about = isSaid ? "" : ", " + kind.about();
    String words = kind.sentence().isEmpty() ? kind.outcome() : kind.sentence();
    return "%s%s%s: %s".formatted(kind.compiler(), size, about, words);
  }
}
