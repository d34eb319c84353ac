package dev.compilefarm.dispatcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checked-in files that are made from the code: each is what the code says now. */
public final class GeneratedFile {
  /** Rewrites the files instead of comparing them. */
  public static final String COMMAND = "make reference";

  private static final boolean UPDATE = Boolean.getBoolean("compilefarm.update-generated");
  private static final Path ROOT = Path.of("..");

  private GeneratedFile() {}

  /**
   * Fails where the file differs from what the code says.
   *
   * @param file relative to the project's root
   */
  public static void check(String file, String generated) throws IOException {
    Path path = ROOT.resolve(file);
    if (UPDATE) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, generated);
    }
    String kept = Files.exists(path) ? Files.readString(path) : "";
    assertEquals(generated, kept, () -> file + " is out of date; rewrite it with: " + COMMAND);
  }
}
