package dev.compilefarm.operator.observe;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jobs of the last ten minutes that the dispatcher refused for one reason that lies in them.
 *
 * @param outcome how they ended, such as {@code NOT_DISTRIBUTABLE}, or a word of a later version
 * @param about what is to blame: an option, a compiler, a limit; empty where nothing is
 * @param compiler the compiler that one of them asked for
 * @param requestBytes length of the request of one of them; 0 where it was not read
 * @param jobs how many there were
 * @param sentence what one of the clients was told
 */
public record RefusedJobs(
    String outcome, String about, String compiler, long requestBytes, int jobs, String sentence) {
  private static final Comparator<RefusedJobs> BY_KIND =
      Comparator.comparing(RefusedJobs::outcome)
          .thenComparing(RefusedJobs::about)
          .thenComparing(RefusedJobs::compiler);

  /** Those of two dispatchers: each kind once, with the jobs of both. */
  static List<RefusedJobs> together(List<RefusedJobs> some, List<RefusedJobs> others) {
    return Stream.concat(some.stream(), others.stream())
        .collect(
            Collectors.toMap(
                kind -> kind, kind -> kind, RefusedJobs::plus, () -> new TreeMap<>(BY_KIND)))
        .values()
        .stream()
        .toList();
  }

  private RefusedJobs plus(RefusedJobs other) {
    return new RefusedJobs(outcome, about, compiler, requestBytes, jobs + other.jobs, sentence);
  }
}
