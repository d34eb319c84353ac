package dev.compilefarm.dispatcher.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The packaged dispatcher on the disk, and what is made from it. */
final class ApplicationFiles {
  private static final Path APPLICATION = Path.of("target", "quarkus-app");

  private ApplicationFiles() {}

  /** Whether this file is there and newer than all of the packaged dispatcher. */
  static boolean areOlderThan(Path made) throws IOException {
    if (!Files.exists(made)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(APPLICATION)) {
      long newest = files.mapToLong(ApplicationFiles::modifiedAt).max().orElseThrow();
      return modifiedAt(made) > newest;
    }
  }

  /** Deletes a folder and all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  static long modifiedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
