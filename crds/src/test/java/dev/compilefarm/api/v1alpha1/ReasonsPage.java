package dev.compilefarm.api.v1alpha1;

import static dev.compilefarm.api.v1alpha1.MarkdownTable.code;

import java.util.List;
import java.util.stream.Stream;

/** The page of all condition types and reasons. */
final class ReasonsPage {
  private ReasonsPage() {}

  static String markdown() {
    return """
    # Conditions and reasons of a CompileFarm
    This page is generated from the enums in `crds/`. Rewrite it with `make crds`.

    `kubectl describe cfarm` shows the conditions with their messages. `kubectl get cfarm` shows the reason of `Ready`.
    A farm that is ready takes that reason from the most urgent other condition that is true.

    ## Conditions
    %s
    ## Reasons
    %s\
    """
        .formatted(
            MarkdownTable.of(
                List.of("Condition", "Meaning"),
                Stream.of(ConditionType.values())
                    .map(type -> List.of(code(type.toString()), type.sentence()))),
            MarkdownTable.of(
                List.of("Reason", "Meaning"),
                Stream.of(Reason.values())
                    .map(reason -> List.of(code(reason.toString()), reason.sentence()))));
  }
}
