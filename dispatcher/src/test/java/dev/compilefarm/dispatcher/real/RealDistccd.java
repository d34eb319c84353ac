package dev.compilefarm.dispatcher.real;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A real distccd on loopback, ended with everything it started. */
public final class RealDistccd implements AutoCloseable {
  private final Process process;
  private final int port;

  private RealDistccd(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one and returns when it listens. */
  public static RealDistccd start(int port, int slots, Path scratch) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("distccd-" + port));
    // As root, distccd gives up its rights; its folder must be open to whom it becomes.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    ProcessBuilder builder =
        new ProcessBuilder(
            "distccd",
            "--daemon",
            "--no-detach",
            "--log-stderr",
            "--log-level=notice",
            "--nice=0",
            "--jobs=" + slots,
            "--port=" + port,
            "--listen=127.0.0.1",
            "--allow=127.0.0.1");
    builder.environment().put("TMPDIR", folder.toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    RealDistccd distccd = new RealDistccd(builder.start(), port);
    await("distccd listens on " + port).atMost(Duration.ofSeconds(30)).until(distccd::listens);
    return distccd;
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** All of its compilers and children, and itself, at once: as when a container is killed. */
  void killWholeTree() {
    List<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tree.forEach(ProcessHandle::destroyForcibly);
    await("distccd and its children are gone")
        .atMost(Duration.ofSeconds(30))
        .until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Whether an assembler of its runs. */
  boolean assembles() {
    return process
        .descendants()
        .map(child -> child.info().command().orElse(""))
        .anyMatch(command -> command.endsWith("-as") || command.endsWith("/as"));
  }

  @Override
  public void close() {
    killWholeTree();
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
