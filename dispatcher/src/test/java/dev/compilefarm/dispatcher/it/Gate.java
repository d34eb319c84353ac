package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Holds compiles on their volunteers for exactly as long as a test wants: the source makes the
 * assembler read a named pipe, and that blocks until somebody opens it for writing.
 */
final class Gate implements AutoCloseable {
  private final Path pipe;
  private boolean open;

  private Gate(Path pipe) {
    this.pipe = pipe;
  }

  static Gate closed(Path scratch) throws IOException, InterruptedException {
    // As root, distccd becomes somebody else, who must reach the pipe.
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
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

  /** Lets all that stand at the gate go on, and all that come later pass. */
  void open() throws IOException {
    if (open) {
      return;
    }
    open = true;
    Path passage = Files.createTempFile(pipe.getParent(), "passage", "");
    Files.setPosixFilePermissions(passage, PosixFilePermissions.fromString("rw-r--r--"));
    // Opened for both, a pipe waits for nobody. Its readers see its end when it is closed.
    try (RandomAccessFile writer = new RandomAccessFile(pipe.toFile(), "rw")) {
      Files.move(passage, pipe, StandardCopyOption.ATOMIC_MOVE);
      writer.writeByte('\n');
    }
  }

  /** Waits until a compile of one of these volunteers stands at the gate. */
  void awaitCompile(RealDistccd... volunteers) {
    awaitCompiles(1, volunteers);
  }

  /** Waits until so many compiles of these volunteers stand at the gate. */
  void awaitCompiles(int number, RealDistccd... volunteers) {
    await(number + " compiles stand at the gate")
        .atMost(Duration.ofSeconds(60))
        .until(() -> Stream.of(volunteers).mapToLong(RealDistccd::assemblers).sum() == number);
  }

  /** Opens it, so that no compiler is left behind, not even an orphan. */
  @Override
  public void close() throws IOException {
    open();
  }
}
