package dev.compilefarm.dispatcher.history;

import dev.compilefarm.dispatcher.digest.Digest;
import java.util.Optional;

/**
 * By what a job is known again in a later build, whoever builds. Numbers only: neither a name nor
 * an argument is kept. Immutable.
 *
 * @param family of the jobs that take about the same time for each byte: one compiler, and one
 *     version of the protocol, as requests of pump mode hold other bytes
 * @param name of the compiler, the options that matter and the source; {@link #NAMELESS} where the
 *     source has no name
 * @param log2Bytes the logarithm of the length of the whole request, to the base of 2
 */
public record Likeness(long family, long name, double log2Bytes) {
  /** What no job is known by. */
  public static final long NAMELESS = 0;

  /**
   * Of a job.
   *
   * @param compiler the first argument of its request
   * @param version of the protocol
   * @param options a digest of the options that matter
   * @param source the name of the source as the client wrote it
   * @param requestBytes length of the whole request
   */
  public static Likeness of(
      String compiler, int version, long options, Optional<String> source, long requestBytes) {
    long family = Digest.mixed(Digest.with(Digest.with(Digest.EMPTY, compiler), version));
    long name = source.isPresent() ? name(family, options, source.get()) : NAMELESS;
    return new Likeness(family, name, Log2.of(Math.max(1, (double) requestBytes)));
  }

  boolean hasName() {
    return name != NAMELESS;
  }

  /** By the file and its directory: what is above may change from one build to the next. */
  private static long name(long family, long options, String path) {
    int file = path.lastIndexOf('/');
    int directory = file < 0 ? -1 : path.lastIndexOf('/', file - 1);
    return Digest.mixed(Digest.with(Digest.with(family, options), path, directory + 1));
  }
}
