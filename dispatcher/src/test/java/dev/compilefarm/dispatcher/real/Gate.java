package dev.compilefarm.dispatcher.real;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Holds a compile on its volunteer for exactly as long as a test wants: the source makes the
 * assembler read a named pipe, and that blocks until somebody writes to it.
 */
final class Gate {
  private final Path pipe;

  private Gate(Path pipe) {
    this.pipe = pipe;
  }

  static Gate closed(Path scratch) throws IOException, InterruptedException {
    Path pipe = scratch.resolve("gate");
    if (new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() != 0) {
      throw new IOException("no named pipe at " + pipe);
    }
    Files.setPosixFilePermissions(pipe, PosixFilePermissions.fromString("rw-rw-rw-"));
    return new Gate(pipe);
  }

  /** A C file that compiles only when the gate is open. */
  String source() {
    return "asm(\".include \\\"%s\\\"\");\nint answer(void) { return 42; }\n".formatted(pipe);
  }

  /** Lets the one compile that stands at the gate go on. */
  void open() throws IOException {
    Files.writeString(pipe, "\n", StandardOpenOption.WRITE);
  }

  /** Waits until a volunteer's compile stands at the gate. */
  void awaitCompile(RealDistccd... volunteers) {
    await("a compile stands at the gate")
        .atMost(Duration.ofSeconds(60))
        .until(() -> Stream.of(volunteers).anyMatch(RealDistccd::assembles));
  }
}
