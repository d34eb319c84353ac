package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.CompileFarmStatus.LastStartStatus;
import dev.compilefarm.operator.observe.VolunteerStart;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a sentence how long a volunteer took to start, and what took the longest. */
final class StartSentence {
  private StartSentence() {}

  static LastStartStatus of(VolunteerStart start) {
    int seconds = Math.clamp(start.total().toSeconds(), 0, Integer.MAX_VALUE);
    String parts =
        Stream.of(
                new Part(start.node(), "until a node took the pod"),
                new Part(start.pull(), "for images, volumes and network"),
                new Part(start.init(), "in init containers"),
                new Part(start.start(), "from the container's start until it was ready"))
            .filter(part -> part.time().isPositive())
            .sorted(Comparator.comparing(Part::time).reversed())
            .map(part -> "%d s %s".formatted(part.time().toSeconds(), part.words()))
            .collect(Collectors.joining(", "));
    return new LastStartStatus(
        seconds,
        "The last start took %d s%s".formatted(seconds, parts.isEmpty() ? "" : ": " + parts));
  }

  private record Part(Duration time, String words) {}
}
