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
 * the shelf. A connection once made is lost with its volunteer, and users are their addresses.
 */
public final class Haproxy implements DistccRoute {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String REDISPATCH =
      """
        option redispatch 1
      """;
  private static final String OBSERVE =
      "check inter 2s observe layer4 error-limit 1 on-error mark-down";

  /**
   * What it is told beyond the queue. The words are those of {@code doc/configuration.txt} of
   * haproxy 2.6.
   */
  public enum Tuning {
    /** Nothing. */
    NONE("haproxy leastconn", "", ""),

    /** It learns from the first connection that fails, and then tries another volunteer. */
    PASSIVE_CHECKS("haproxy, passive checks", REDISPATCH, OBSERVE),

    /**
     * Also that it knows the distcc protocol. A slot is not held while a client preprocesses. A
     * user's n-th connection has the class n, and a lower class goes first: so users take turns.
     */
    AT_ITS_BEST(
        "haproxy at its best",
        REDISPATCH
            + """
              stick-table type ip size 10k expire 1h store conn_cur
              tcp-request connection track-sc0 src
              tcp-request inspect-delay 300s
              tcp-request content set-priority-class sc0_conn_cur if { distcc_param(DOTI) -m found }
              tcp-request content accept if { distcc_param(DOTI) -m found }
            """,
        OBSERVE);

    private final String name;
    private final String lines;
    private final String ofServer;

    Tuning(String name, String lines, String ofServer) {
      this.name = name;
      this.lines = lines;
      this.ofServer = ofServer;
    }
  }

  private final Path folder;
  private final Tuning tuning;
  private final int port = Ports.free();
  private Process process;

  /** Starts one in front of these ports of this machine; returns when it listens. */
  public Haproxy(Path scratch, List<Integer> volunteers, int slots, Tuning tuning)
      throws IOException {
    this.folder = Files.createTempDirectory(scratch, "haproxy");
    this.tuning = tuning;
    Files.writeString(folder.resolve("haproxy.cfg"), configuration(volunteers, slots));
    start();
  }

  @Override
  public String name() {
    return tuning.name;
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
                .formatted(port, tuning.lines));
    for (int volunteer : volunteers) {
      text.append(
          "  server v%d 127.0.0.1:%d maxconn %d %s%n"
              .formatted(volunteer, volunteer, slots, tuning.ofServer));
    }
    return text.toString();
  }
}
