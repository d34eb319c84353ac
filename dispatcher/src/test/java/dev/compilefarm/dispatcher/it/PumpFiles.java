package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.lzo.LzoLiterals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the include server of distcc-pump would have made of a source that includes nothing, so that
 * stock distcc speaks version 3 without one: it takes the names of the files from a variable of its
 * environment ({@code src/include_server_if.c:dcc_talk_to_include_server}).
 */
final class PumpFiles {
  /** So many components of a path distcc takes off ({@code INCLUDE_SERVER_DIR_DEPTH}). */
  private static final int DEPTH = 3;

  private PumpFiles() {}

  /** The environment of a client of this name that compiles this source. */
  static Map<String, String> environment(Path scratch, String client, String file, byte[] source)
      throws IOException {
    Path root = scratch.resolve("i");
    assertEquals(DEPTH, root.getNameCount(), () -> root + " is as deep as distcc wants it");
    Path original = scratch.resolve(client).resolve(file);
    Path compressed = Path.of(root + original.toString() + ".lzo");
    Files.createDirectories(compressed.getParent());
    Files.write(compressed, LzoLiterals.block(source));
    Path socket = Files.createDirectories(root.resolve(client)).resolve("socket");
    return Map.of(
        "INCLUDE_SERVER_STUB", compressed.toString(),
        // distcc counts beside it how often home and farm differ.
        "INCLUDE_SERVER_PORT", socket.toString());
  }

  static Map<String, String> environment(Path scratch, String client, String file, String source)
      throws IOException {
    return environment(scratch, client, file, source.getBytes(StandardCharsets.ISO_8859_1));
  }
}
