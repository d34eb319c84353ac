package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A user with stock distcc, and no leave to compile at home unless a test gives it. */
final class RealClient {
  private final Path folder;
  private final Map<String, String> environment;

  RealClient(Path scratch, String name, String hosts) throws IOException {
    this(scratch, name, hosts, Map.of());
  }

  /** One whose environment has more than it needs. */
  RealClient(Path scratch, String name, String hosts, Map<String, String> more) throws IOException {
    this.folder = Files.createDirectories(scratch.resolve(name));
    this.environment = new HashMap<>(more);
    environment.put("DISTCC_DIR", folder.resolve("distcc").toString());
    environment.put("DISTCC_HOSTS", hosts);
    environment.putIfAbsent("DISTCC_FALLBACK", "0");
    Files.createDirectories(folder.resolve("distcc"));
  }

  /** Writes a source file and begins to compile it on the farm, to an object of the same name. */
  Process compile(String file, String source, String... options) throws IOException {
    return compileWith(compilerFor(file), file, source, options);
  }

  /** As {@link #compile}, with a compiler of the caller's choice. */
  Process compileWith(String compiler, String file, String source, String... options)
      throws IOException {
    Files.writeString(folder.resolve(file), source, StandardCharsets.ISO_8859_1);
    return start(
        Stream.concat(Stream.of("distcc", compiler), arguments(file, file + ".o", options))
            .toList());
  }

  /**
   * Waits for a compile and sees that the farm did it: exit code 0, the object that the local
   * compiler makes of the same source, and no host marked as bad.
   */
  void assertCompiled(Process compile, String file, String... options)
      throws IOException, InterruptedException {
    assertEquals(0, compile.waitFor(), log());
    String local = file + ".local.o";
    List<String> command = new ArrayList<>(List.of(compilerFor(file)));
    command.addAll(arguments(file, local, options).toList());
    assertEquals(0, start(command).waitFor(), log());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve(local)), Files.readAllBytes(folder.resolve(file + ".o")));
    assertFalse(hasBackedOff(), log());
  }

  /** Whether distcc has marked any host as bad. */
  boolean hasBackedOff() throws IOException {
    return backedOff() > 0;
  }

  /** How many hosts distcc has marked as bad. */
  long backedOff() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("distcc").resolve("lock"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("backoff")).count();
    }
  }

  /** Whether there is an object of this source. */
  boolean hasObjectOf(String file) {
    return Files.exists(folder.resolve(file + ".o"));
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
  }

  private static String compilerFor(String file) {
    return file.endsWith(".cpp") ? "g++" : "gcc";
  }

  private static Stream<String> arguments(String file, String object, String... options) {
    return Stream.concat(Stream.of(options), Stream.of("-c", file, "-o", object));
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    return builder.start();
  }
}
