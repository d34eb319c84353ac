package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.ToolchainStatus;
import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Toolchains;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the farm's volunteers compile with: what the ready ones told and run. While there is none,
 * or while nothing is heard of the same images, it is what it was.
 */
final class ToolchainNow {
  private static final Comparator<CompilerStatus> ORDER =
      Comparator.comparing(CompilerStatus::path).thenComparing(CompilerStatus::digest);

  private ToolchainNow() {}

  /**
   * Empty where nothing was ever known.
   *
   * @param previous as it stands in the farm
   */
  static Optional<ToolchainStatus> of(StatusInputs inputs, Optional<ToolchainStatus> previous) {
    List<PodFact> ready =
        inputs.observed().volunteers().pods().stream().filter(PodFact::ready).toList();
    List<String> images =
        ready.stream()
            .flatMap(pod -> pod.imageDigest().stream())
            .distinct()
            .sorted()
            .limit(ToolchainStatus.IMAGES_MAX)
            .toList();
    List<CompilerStatus> compilers = compilers(ready, toolchains(inputs));
    if (!compilers.isEmpty()) {
      return Optional.of(new ToolchainStatus(ToolchainSummary.of(compilers), compilers, images));
    }
    if (ready.isEmpty() || previous.filter(before -> before.images().equals(images)).isPresent()) {
      return previous;
    }
    return images.isEmpty()
        ? Optional.empty()
        : Optional.of(new ToolchainStatus(null, List.of(), images));
  }

  static Toolchains toolchains(StatusInputs inputs) {
    return inputs.load().map(Load::toolchains).orElse(Toolchains.NONE);
  }

  private static List<CompilerStatus> compilers(List<PodFact> ready, Toolchains toolchains) {
    return ready.stream()
        .flatMap(pod -> toolchains.of(pod.name()).stream())
        .flatMap(List::stream)
        .distinct()
        .sorted(ORDER)
        .limit(ToolchainStatus.COMPILERS_MAX)
        .toList();
  }
}
