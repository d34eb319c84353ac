package dev.compilefarm.bench.load.route;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A network namespace with nothing but a loopback device. It takes root. */
final class LoopbackNetwork implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Process holder;

  /** Makes one; returns when it can be used. */
  LoopbackNetwork() throws IOException {
    Path ready = Files.createTempFile("loopback", ".ready");
    holder =
        new ProcessBuilder(
                "unshare",
                "--net",
                "sh",
                "-c",
                "ip link set lo up && echo up > \"$0\" && exec sleep infinity",
                ready.toString())
            .inheritIO()
            .start();
    await("a network of its own")
        .atMost(PATIENCE)
        .failFast("unshare ended", () -> !holder.isAlive())
        .until(() -> Files.size(ready) > 0);
    Files.delete(ready);
  }

  /** The beginning of a command that runs in it. */
  List<String> enter() {
    return List.of("nsenter", "--net=/proc/%d/ns/net".formatted(holder.pid()));
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
