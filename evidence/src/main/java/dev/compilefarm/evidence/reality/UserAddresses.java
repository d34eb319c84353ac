package dev.compilefarm.evidence.reality;

import static org.awaitility.Awaitility.await;

import dev.compilefarm.dispatcher.it.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A port for each user, whose connections go on to one port from an address of that user alone. */
final class UserAddresses implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Integer> ports;
  private final Process process;

  /**
   * Starts it; returns when it listens.
   *
   * @param target the port to which all connections go on
   */
  UserAddresses(Path scratch, int target, int users) throws IOException {
    ports = Stream.generate(Ports::free).limit(users).toList();
    Path folder = Files.createTempDirectory(scratch, "addresses");
    Path configuration = folder.resolve("haproxy.cfg");
    Files.writeString(
        configuration,
        """
        global
          nbthread 1
        defaults
          mode tcp
          timeout connect 4s
          timeout client 10m
          timeout server 10m
        """
            + IntStream.range(0, users)
                .mapToObj(user -> way(user, target))
                .collect(Collectors.joining()));
    process =
        new ProcessBuilder("haproxy", "-db", "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await("the users' haproxy listens")
        .atMost(PATIENCE)
        .failFast("haproxy ended: see " + folder, () -> !process.isAlive())
        .until(() -> ports.stream().allMatch(UserAddresses::listens));
  }

  /** Where this user connects. */
  int port(int user) {
    return ports.get(user);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await("the users' haproxy is gone").atMost(PATIENCE).until(() -> !process.isAlive());
  }

  private String way(int user, int target) {
    return """
    listen user%d
      bind 127.0.0.1:%d
      server farm 127.0.0.1:%d source 127.0.1.%d
    """
        .formatted(user, ports.get(user), target, user + 1);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }
}
