package dev.compilefarm.operator.status;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.plan.Deletion;
import java.util.List;

/** What a farm that goes waits for, for how long, and how not to wait. */
final class DeletionSentence {
  private DeletionSentence() {}

  static String of(StatusInputs inputs, Deletion deletion) {
    FarmNames names = inputs.plan().names();
    String what =
        deletion.withNamespace()
            ? "Namespace %s is being deleted, and the farm with it. It takes no new job, and jobs that wait are sent home."
                .formatted(names.namespace())
            : "The farm is being deleted and takes no new job.";
    return "%s It goes when %s, at %s at the latest. To go at once: %s"
        .formatted(what, until(inputs, deletion), deletion.waitsUntil(), remedy(names, deletion));
  }

  private static String until(StatusInputs inputs, Deletion deletion) {
    List<String> dispatchers = names(inputs.observed().dispatcher().pods());
    if (!dispatchers.isEmpty()) {
      return "Pod %s has finished %s"
          .formatted(
              dispatchers.getFirst(), inputs.load().map(DeletionSentence::jobs).orElse("its jobs"));
    }
    List<String> volunteers = names(inputs.observed().volunteers().pods());
    return deletion.withNamespace() && !volunteers.isEmpty()
        ? "Pod %s%s has ended"
            .formatted(
                volunteers.getFirst(),
                TroubleSentences.oneOf(inputs.observed().volunteers().pods()))
        : "the cluster comes to it";
  }

  private static String jobs(Load load) {
    return "%s and %d that wait"
        .formatted(
            load.running() == 1 ? "1 running job" : load.running() + " running jobs",
            load.queued());
  }

  private static String remedy(FarmNames names, Deletion deletion) {
    return deletion.withNamespace()
        ? "kubectl -n %s delete pods -l compilefarm.dev/farm=%s --grace-period=1"
            .formatted(names.namespace(), names.farm())
        : "kubectl -n %s patch compilefarm %s --type=merge -p '{\"metadata\":{\"finalizers\":null}}'"
            .formatted(names.namespace(), names.farm());
  }

  private static List<String> names(List<PodFact> pods) {
    return pods.stream().map(PodFact::name).toList();
  }
}
