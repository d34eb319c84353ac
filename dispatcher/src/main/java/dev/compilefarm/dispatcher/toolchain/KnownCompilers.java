package dev.compilefarm.dispatcher.toolchain;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of the compilers of a farm. Immutable.
 *
 * @param areAll whether every volunteer that stays has told what it has, and there is one
 * @param toolchains the distinct ones of the volunteers that stay and have told
 */
public record KnownCompilers(boolean areAll, List<Toolchain> toolchains) {
  /** Of a farm of which nothing is known. */
  public static final KnownCompilers NONE = new KnownCompilers(false, List.of());

  public KnownCompilers {
    toolchains = List.copyOf(toolchains);
  }

  /**
   * Whether no volunteer can do a job with such needs, for certain: who has not told may be able
   * to.
   */
  public boolean lack(Needs needs) {
    return areAll && toolchains.stream().noneMatch(toolchain -> toolchain.serves(needs));
  }

  /** What volunteers with a compiler of this name check, as far as they have told. */
  public Set<Check> checks(String compiler) {
    return toolchains.stream()
        .filter(toolchain -> toolchain.has(compiler))
        .flatMap(toolchain -> toolchain.checks().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** All names, in the order of the alphabet, none twice. */
  public Stream<String> names() {
    return toolchains.stream()
        .map(Toolchain::names)
        .flatMap(Collection::stream)
        .distinct()
        .sorted();
  }
}
