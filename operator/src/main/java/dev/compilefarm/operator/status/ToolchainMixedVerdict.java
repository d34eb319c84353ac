package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.TOOLCHAIN_MIXED;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Toolchains;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether ready volunteers differ in what they compile with. Nobody can tell which of two is the
 * right one, so nothing is stopped: the condition names the pods and what to do.
 */
final class ToolchainMixedVerdict {
  /** Enough of a digest to find it, as image lists show it. */
  private static final int DIGEST_SHOWN = 12;

  private static final String REMEDY =
      " Name the image by digest in spec.volunteers.image, so that all volunteers run the same";

  private ToolchainMixedVerdict() {}

  static Verdict of(StatusInputs inputs) {
    if (inputs.observed().volunteers().isBeingUpdated()) {
      return new Verdict(
          TOOLCHAIN_MIXED,
          Verdict.Status.FALSE,
          Reason.VOLUNTEERS_UPDATING,
          "New volunteers replace old ones. They are compared when that is done");
    }
    List<PodFact> ready =
        inputs.observed().volunteers().pods().stream().filter(PodFact::ready).toList();
    Toolchains toolchains = ToolchainNow.toolchains(inputs);
    return Stream.<Supplier<Optional<Verdict>>>of(
            () -> machines(ready, toolchains),
            () -> images(ready),
            () -> compilers(ready, toolchains))
        .flatMap(look -> look.get().stream())
        .findFirst()
        .orElseGet(() ->
            new Verdict(
                TOOLCHAIN_MIXED,
                Verdict.Status.FALSE,
                Reason.TOOLCHAIN_UNIFORM,
                "No two volunteers are known to differ"));
  }

  private static Optional<Verdict> machines(List<PodFact> ready, Toolchains toolchains) {
    return firstThatDiffers(ready, toolchains, CompilerStatus::machine)
        .map(path ->
            mixed(
                Reason.MACHINES_DIFFER,
                "Ready volunteers compile for different machines with %s: %s."
                        .formatted(path.getKey(), path.getValue())
                    + " Name one architecture in spec.volunteers.architecture"));
  }

  /**
   * A node names an image by the digest of its manifest if it pulled it, and else by that of its
   * configuration. Digests of two kinds say nothing of each other.
   */
  private static Optional<Verdict> images(List<PodFact> ready) {
    Map<Boolean, PodGroups> byKind = new TreeMap<>();
    ready.forEach(pod ->
        pod.imageDigest()
            .ifPresent(digest ->
                byKind
                    .computeIfAbsent(pod.imageWasPulled(), kind -> new PodGroups())
                    .add(shown(digest), pod.name())));
    return byKind.values().stream()
        .filter(PodGroups::areSeveral)
        .findFirst()
        .map(groups ->
            mixed(
                Reason.IMAGES_DIFFER,
                "Ready volunteers run different images under one name: %s.".formatted(groups)
                    + REMEDY));
  }

  /**
   * Digests alone decide: a compiler that is slow to answer may tell its version to one volunteer
   * and not to another.
   */
  private static Optional<Verdict> compilers(List<PodFact> ready, Toolchains toolchains) {
    Map<String, String> versions = versionsByDigest(ready, toolchains);
    return firstThatDiffers(
            ready,
            toolchains,
            compiler ->
                compiler.digest().isEmpty()
                    ? ""
                    : (versions.get(compiler.digest()) + " " + shown(compiler.digest())).strip())
        .map(path ->
            mixed(
                Reason.COMPILERS_DIFFER,
                "Ready volunteers have different compilers at %s: %s."
                        .formatted(path.getKey(), path.getValue())
                    + REMEDY));
  }

  /** The version that any volunteer tells of a program; empty where none does. */
  private static Map<String, String> versionsByDigest(List<PodFact> ready, Toolchains toolchains) {
    return ready.stream()
        .flatMap(pod -> toolchains.of(pod.name()).stream())
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                CompilerStatus::digest,
                CompilerStatus::version,
                BinaryOperator.maxBy(Comparator.naturalOrder())));
  }

  /**
   * The first path of a compiler of which ready volunteers tell different things.
   *
   * @param what is compared; empty where the volunteer does not tell
   */
  private static Optional<Map.Entry<String, PodGroups>> firstThatDiffers(
      List<PodFact> ready, Toolchains toolchains, Function<CompilerStatus, String> what) {
    TreeMap<String, PodGroups> byPath = new TreeMap<>();
    for (PodFact pod : ready) {
      for (CompilerStatus compiler : toolchains.of(pod.name()).orElse(List.of())) {
        if (!what.apply(compiler).isEmpty()) {
          byPath
              .computeIfAbsent(compiler.path(), path -> new PodGroups())
              .add(what.apply(compiler), pod.name());
        }
      }
    }
    return byPath.entrySet().stream().filter(path -> path.getValue().areSeveral()).findFirst();
  }

  private static String shown(String digest) {
    int start = digest.indexOf(':') + 1;
    return digest.substring(0, Math.min(digest.length(), start + DIGEST_SHOWN));
  }

  private static Verdict mixed(Reason reason, String message) {
    return new Verdict(TOOLCHAIN_MIXED, Verdict.Status.TRUE, reason, message);
  }
}
