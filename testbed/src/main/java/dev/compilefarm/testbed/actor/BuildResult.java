package dev.compilefarm.testbed.actor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A build that is over. */
public record BuildResult(int exitCode, String log) {
  /** Part of a script: prints the SHA-256 of every object file below the working folder. */
  public static final String PRINT_HASHES = "find . -name '*.o' -exec sha256sum {} +\n";

  private static final Pattern HASH = Pattern.compile("(?m)^([0-9a-f]{64})  (\\S+\\.o)$");
  private static final int TAIL_LINES = 40;

  /** Object files and their hashes, by path, as {@link #PRINT_HASHES} printed them. */
  public Map<String, String> hashes() {
    Map<String, String> hashes = new TreeMap<>();
    HASH.matcher(log).results().forEach((MatchResult m) -> hashes.put(m.group(2), m.group(1)));
    return hashes;
  }

  /**
   * Returns itself if it went well.
   *
   * @throws AssertionError with the end of the log if not
   */
  public BuildResult expectSuccess() {
    if (exitCode != 0) {
      throw new AssertionError("the build ended with exit code " + exitCode + "\n" + tail(log));
    }
    return this;
  }

  static String tail(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
