package dev.compilefarm.dispatcher.toolchain;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of the compilers of a farm. Immutable.
 *
 * @param areAll whether every volunteer that stays has told what it has, and there is one
 * @param isNobody whether no volunteer stays, as in a farm at zero
 * @param toolchains the distinct ones of the volunteers that stay and have told
 */
public record KnownCompilers(boolean areAll, boolean isNobody, List<Toolchain> toolchains) {
  /** Of a farm of which nothing is known. */
  public static final KnownCompilers NONE = new KnownCompilers(false, true, List.of());

  public KnownCompilers {
    toolchains = List.copyOf(toolchains);
  }

  /** Whether no volunteer has a compiler of this name: for certain, and to the letter. */
  public boolean lack(String name) {
    return areAll && toolchains.stream().noneMatch(toolchain -> toolchain.has(name));
  }

  /**
   * Whether every volunteer that stays refuses a job that names a file by an absolute path which is
   * not there. True of nobody, or else such jobs would never start a farm that is at zero: who
   * starts one asks its volunteer again.
   */
  public boolean checkPaths() {
    return isNobody || (areAll && toolchains.stream().allMatch(Toolchain::checksPaths));
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
