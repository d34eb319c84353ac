package dev.compilefarm.dispatcher.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A user with stock distcc and no leave to compile at home. */
final class RealClient {
  private final Path folder;
  private final String hosts;

  RealClient(Path scratch, String name, String hosts) throws IOException {
    this.folder = Files.createDirectories(scratch.resolve(name));
    this.hosts = hosts;
    Files.createDirectories(folder.resolve("distcc"));
  }

  /** Writes a source file and begins to compile it on the farm, to an object of the same name. */
  Process compile(String file, String source, String... options) throws IOException {
    Files.writeString(folder.resolve(file), source);
    return start(Stream.concat(Stream.of("distcc"), command(file, options)).toList());
  }

  /**
   * Compiles a file that {@link #compile} wrote with the local compiler to {@code <file>.local.o}.
   */
  Process compileAtHome(String file, String... options) throws IOException {
    List<String> command = new ArrayList<>(command(file, options).toList());
    command.set(command.size() - 1, file + ".local.o");
    return start(command);
  }

  Path object(String file) {
    return folder.resolve(file + ".o");
  }

  Path localObject(String file) {
    return folder.resolve(file + ".local.o");
  }

  /** Whether distcc has marked any host as bad. */
  boolean hasBackedOff() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("distcc").resolve("lock"))) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("backoff"));
    }
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private static Stream<String> command(String file, String... options) {
    String compiler = file.endsWith(".cpp") ? "g++" : "gcc";
    return Stream.of(
            Stream.of(compiler), Stream.of(options), Stream.of("-c", file, "-o", file + ".o"))
        .flatMap(part -> part);
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().put("DISTCC_DIR", folder.resolve("distcc").toString());
    builder.environment().put("DISTCC_HOSTS", hosts);
    builder.environment().put("DISTCC_FALLBACK", "0");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    return builder.start();
  }
}
