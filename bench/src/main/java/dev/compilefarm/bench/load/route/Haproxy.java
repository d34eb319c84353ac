package dev.compilefarm.bench.load.route;

import static org.awaitility.Awaitility.await;

import dev.compilefarm.bench.load.client.HostEntry;
import dev.compilefarm.dispatcher.it.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real haproxy in TCP mode: a queue of connections in front of {@code leastconn} with at most as
 * many connections to a volunteer as it has slots. The nearest to a dispatcher that can be had off
 * the shelf; it knows no users, and a connection once made is lost with its volunteer.
 */
public final class Haproxy implements Route {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How it learns that a volunteer is gone. */
  public enum Checks {
    /** Not at all, which is its default. */
    NONE("haproxy leastconn", "", ""),

    /** From the connections that fail, the first of them; then it tries another volunteer. */
    PASSIVE(
        "haproxy, passive checks",
        "option redispatch 1",
        "check inter 2s observe layer4 error-limit 1 on-error mark-down");

    private final String name;
    private final String option;
    private final String ofServer;

    Checks(String name, String option, String ofServer) {
      this.name = name;
      this.option = option;
      this.ofServer = ofServer;
    }
  }

  private final Path folder;
  private final Checks checks;
  private final int port = Ports.free();
  private Process process;

  /** Starts one in front of these ports of this machine; returns when it listens. */
  public Haproxy(Path scratch, List<Integer> volunteers, int slots, Checks checks)
      throws IOException {
    this.folder = Files.createTempDirectory(scratch, "haproxy");
    this.checks = checks;
    Files.writeString(folder.resolve("haproxy.cfg"), configuration(volunteers, slots));
    start();
  }

  @Override
  public String name() {
    return checks.name;
  }

  @Override
  public List<HostEntry> hosts(int parallel) {
    return List.of(HostEntry.loopback(port, parallel));
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** The process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void recover() throws IOException {
    close();
    start();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await("haproxy is gone").atMost(PATIENCE).until(() -> !process.isAlive());
  }

  private void start() throws IOException {
    process =
        new ProcessBuilder("haproxy", "-db", "-f", folder.resolve("haproxy.cfg").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await("haproxy listens on " + port)
        .atMost(PATIENCE)
        .failFast("haproxy ended: see " + folder, () -> !process.isAlive())
        .until(this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private String configuration(List<Integer> volunteers, int slots) {
    StringBuilder text =
        new StringBuilder(
            """
            global
              nbthread 1
              maxconn 4000
            listen farm
              mode tcp
              bind 127.0.0.1:%d
              balance leastconn
              timeout connect 4s
              timeout queue 10m
              timeout client 10m
              timeout server 10m
              %s
            """
                .formatted(port, checks.option));
    for (int volunteer : volunteers) {
      text.append(
          "  server v%d 127.0.0.1:%d maxconn %d %s%n"
              .formatted(volunteer, volunteer, slots, checks.ofServer));
    }
    return text.toString();
  }
}
