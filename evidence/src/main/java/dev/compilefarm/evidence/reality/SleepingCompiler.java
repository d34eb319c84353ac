package dev.compilefarm.evidence.reality;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A compiler that sleeps as long as its source says. On one volunteer more of them than cores sleep
 * longer in proportion, as processes do that share cores.
 *
 * @param folder where it is alone; anybody may read it
 */
record SleepingCompiler(Path folder) {
  private static final String NAME = "sleepcc";

  /** Builds it. */
  static SleepingCompiler build(Path scratch) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(scratch.resolve("compiler"));
    Path source = scratch.resolve(NAME + ".c");
    try (InputStream in = SleepingCompiler.class.getResourceAsStream(NAME + ".c")) {
      Files.write(source, in.readAllBytes());
    }
    Path program = folder.resolve(NAME);
    int exit =
        new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("gcc ended with %d for %s".formatted(exit, source));
    }
    // distccd looks it up in this list.
    Files.writeString(scratch.resolve("commands"), program + "\n");
    return new SleepingCompiler(folder);
  }

  /** The program. */
  Path program() {
    return folder.resolve(NAME);
  }

  /**
   * The begin of a command that starts a distccd with this compiler alone.
   *
   * @param running a new file, in which the volunteer's compilers count themselves
   */
  List<String> onVolunteer(Path running) throws IOException {
    Files.write(running, new byte[Integer.BYTES]);
    Files.setPosixFilePermissions(running, PosixFilePermissions.fromString("rw-rw-rw-"));
    return List.of(
        "env",
        "DISTCC_CMDLIST=" + folder.resolveSibling("commands"),
        "SLEEPCC_RUNNING=" + running,
        "SLEEPCC_CORES=" + Workload.CORES);
  }
}
