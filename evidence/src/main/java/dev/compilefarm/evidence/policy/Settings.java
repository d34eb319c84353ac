package dev.compilefarm.evidence.policy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What was chosen for a policy.
 *
 * @param words each setting as its user would write it, in order
 * @param clientLimit of one user's jobs for a volunteer; 0 where there is none to choose
 * @param jobsPerCore that a server or a proxy takes at a time; 0 where there is none to choose
 */
public record Settings(List<String> words, int clientLimit, double jobsPerCore) {

  /** Where there is no choice. */
  public static final Settings NONE = new Settings(List.of(), 0, 0);

  public Settings {
    words = List.copyOf(words);
  }

  /** And a limit of one user's jobs. */
  Settings clientLimit(int limit) {
    return new Settings(and("/" + limit), limit, jobsPerCore);
  }

  /**
   * And a limit of a server's jobs.
   *
   * @param option that sets it
   */
  Settings jobsPerCore(String option, double perCore) {
    String word = String.format(Locale.ROOT, "%s %.1f a core", option, perCore);
    return new Settings(and(word), clientLimit, perCore);
  }

  /** And what {@code distccd -j} says. */
  Settings children(double perCore) {
    return jobsPerCore("distccd -j", perCore);
  }

  /** And lists that are shuffled for each job, or not. */
  Settings randomised(boolean isRandomised) {
    return isRandomised ? with("--randomize") : this;
  }

  /** And this. */
  Settings with(String word) {
    return new Settings(and(word), clientLimit, jobsPerCore);
  }

  /** In one line; empty where there is no choice. */
  public String text() {
    return String.join(", ", words);
  }

  private List<String> and(String word) {
    return Stream.concat(words.stream(), Stream.of(word)).toList();
  }
}
