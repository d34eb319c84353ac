package dev.compilefarm.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This checkout of the project: where it is, and what version it is. */
public final class Checkout {
  private static final Path ROOT = find(Path.of("").toAbsolutePath());

  private Checkout() {}

  /** A path in the checkout, given from its root. */
  public static Path path(String relative) {
    return ROOT.resolve(relative);
  }

  /** The chart's appVersion, which is the tag of the images as well. */
  public static String version() {
    return read("helm/compilefarm/Chart.yaml")
        .lines()
        .filter(line -> line.startsWith("appVersion:"))
        .map(line -> line.substring("appVersion:".length()).strip())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Chart.yaml has no appVersion"));
  }

  /** The text of a file in the checkout. */
  public static String read(String relative) {
    try {
      return Files.readString(path(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find(Path start) {
    for (Path dir = start; dir != null; dir = dir.getParent()) {
      if (Files.isDirectory(dir.resolve("helm/compilefarm"))
          && Files.isDirectory(dir.resolve("e2e"))) {
        return dir;
      }
    }
    throw new IllegalStateException(
        start
            + " is not in a checkout of compilefarm: no helm/compilefarm beside an e2e here or above");
  }
}
