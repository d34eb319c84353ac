package dev.compilefarm.dispatcher.load;

import dev.compilefarm.dispatcher.toolchain.Compiler;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The distinct toolchains of the farm's volunteers, as the load shows them: a bounded number. */
final class ToolchainViews {
  private static final int TOOLCHAINS_MAX = 16;
  private static final int COMPILERS_MAX = 64;

  private ToolchainViews() {}

  /**
   * A toolchain without the names by which its compilers are called.
   *
   * @param compilers by path, the first {@value #COMPILERS_MAX}
   */
  public record View(String id, List<Compiler> compilers) {}

  /** Those that most volunteers have, in the order of their ids. */
  static List<View> of(List<VolunteerLoad> volunteers) {
    Map<Toolchain, Integer> owners = new HashMap<>();
    for (VolunteerLoad volunteer : volunteers) {
      volunteer.toolchain().ifPresent(toolchain -> owners.merge(toolchain, 1, Integer::sum));
    }
    return owners.entrySet().stream()
        .sorted(
            Map.Entry.<Toolchain, Integer>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().id()))
        .limit(TOOLCHAINS_MAX)
        .map(entry -> view(entry.getKey()))
        .sorted(Comparator.comparing(View::id))
        .toList();
  }

  private static View view(Toolchain toolchain) {
    List<Compiler> all = toolchain.compilers();
    return new View(toolchain.id(), all.subList(0, Math.min(all.size(), COMPILERS_MAX)));
  }
}
