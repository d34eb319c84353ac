package dev.compilefarm.testbed.actor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A developer who builds the same few small C and C++ files on a farm again and again until told to
 * stop; so whatever happens meanwhile happens to a build. Each object is compared byte for byte
 * with what the client's own compiler made of the same source before.
 */
public final class BuildLoop {
  /** Compiles of one round. */
  public static final int OBJECTS = 12;

  /** Beside this class; says itself what it does. */
  private static final String SCRIPT = "build-loop";

  /** Of a round that runs when it is told to stop, and to notice that. */
  private static final Duration LAST_ROUND = Duration.ofMinutes(4);

  private final Build build;

  private BuildLoop(Build build) {
    this.build = build;
  }

  /**
   * Starts one, with a pod of its own.
   *
   * @param name of the developer: lower case letters
   * @param jobs compiles at a time, the number after {@code make -j}
   * @param spins how long a C++ file takes: 100,000 are some tenths of a second
   */
  static BuildLoop start(Developer developer, String name, String farm, int jobs, int spins) {
    String call = "set -- %s %d %d %d\n".formatted(name, OBJECTS, spins, jobs);
    Build build = developer.buildOn(farm, call + script());
    return new BuildLoop(build);
  }

  /** The rounds that are over. */
  public List<BuildRound> rounds() {
    return BuildRound.in(build.log());
  }

  /** Whether it ended without having been told to, which it never should. */
  public boolean hasEnded() {
    return build.hasEnded();
  }

  /**
   * Lets the present round end, and returns all.
   *
   * @throws AssertionError if the pod failed, or the round does not end
   */
  public List<BuildRound> stop() {
    build.run("touch", "/work/STOP");
    build.await(LAST_ROUND).expectSuccess();
    return rounds();
  }

  /**
   * The same, of a build that must not have noticed anything.
   *
   * @throws AssertionError with the log if it did
   */
  public List<BuildRound> stopAndExpectFlawless() {
    if (hasEnded()) {
      throw new AssertionError("the build ended by itself:\n" + log());
    }
    List<BuildRound> rounds = stop();
    if (!rounds.stream().allMatch(BuildRound::isFlawless)) {
      throw new AssertionError("the build noticed something:\n" + log());
    }
    return rounds;
  }

  /** All that it printed. */
  public String log() {
    return build.log();
  }

  private static String script() {
    try (InputStream script = BuildLoop.class.getResourceAsStream(SCRIPT)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
