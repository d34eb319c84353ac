package dev.compilefarm.dispatcher.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How tests start a dispatcher that nobody measures: with a JVM that compiles little, and with the
 * classes of an earlier start (JEP 350), which halves the processor time of a start. Thread-safe.
 */
final class QuickStart {
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");

  private static final Path APPLICATION = Path.of("target", "quarkus-app");
  private static final Path ARCHIVE = Path.of("target", "dispatcher.jsa");

  private static boolean archived;

  private QuickStart() {}

  /** Options of the JVM. The first call of a test run starts a dispatcher to make the archive. */
  static synchronized List<String> options() throws IOException {
    if (!archived) {
      if (!isCurrent()) {
        makeArchive();
      }
      archived = true;
    }
    return with("-XX:SharedArchiveFile=" + ARCHIVE);
  }

  private static boolean isCurrent() throws IOException {
    if (!Files.exists(ARCHIVE)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(APPLICATION)) {
      long newest = files.mapToLong(QuickStart::modifiedAt).max().orElseThrow();
      return modifiedAt(ARCHIVE) > newest;
    }
  }

  private static void makeArchive() throws IOException {
    Files.deleteIfExists(ARCHIVE);
    Path scratch = Files.createTempDirectory("compilefarm-quick-start");
    try (RealDispatcher trained =
        RealDispatcher.start(
            scratch,
            with("-XX:ArchiveClassesAtExit=" + ARCHIVE),
            Map.of("COMPILEFARM_VOLUNTEERS", "127.0.0.1:9/1"))) {
      // The archive is written at the end of a start that was told to end.
      trained.terminate();
      trained.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      try (Stream<Path> files = Files.walk(scratch)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static List<String> with(String option) {
    return Stream.concat(FLAGS.stream(), Stream.of(option)).toList();
  }

  private static long modifiedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
