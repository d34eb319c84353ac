package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A real distccd, ended with everything it started. As in the volunteer image it has one child more
 * than slots, for canaries.
 */
public final class RealDistccd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final InetSocketAddress address;
  private final int slots;

  /** All that it is known to have started, for orphans are nobody's descendants. */
  private final Set<ProcessHandle> started = new LinkedHashSet<>();

  private RealDistccd(Process process, InetSocketAddress address, int slots) {
    this.process = process;
    this.address = address;
    this.slots = slots;
  }

  /** Starts one on loopback and returns when it listens. */
  public static RealDistccd start(int port, int slots, Path scratch) throws IOException {
    return start(port, slots, scratch, List.of());
  }

  /** Starts one on loopback with these options besides. */
  static RealDistccd start(int port, int slots, Path scratch, List<String> options)
      throws IOException {
    return start(List.of(), loopback(port), slots, scratch, "rwxrwxrwx", options);
  }

  /** Starts one on loopback that takes connections from this network alone. */
  static RealDistccd startAllowingOnly(int port, int slots, Path scratch, String network)
      throws IOException {
    return start(
        List.of(), loopback(port), slots, scratch, "rwxrwxrwx", List.of("--allow=" + network));
  }

  /** Starts one that cannot write its temporary files: it takes every job and breaks it off. */
  static RealDistccd startBroken(int port, int slots, Path scratch) throws IOException {
    return startBroken(loopback(port), slots, scratch);
  }

  /** The same at any address. */
  static RealDistccd startBroken(InetSocketAddress address, int slots, Path scratch)
      throws IOException {
    return start(List.of(), address, slots, scratch, "r-xr-xr-x", List.of());
  }

  /** Starts one at any address, by way of another command. */
  public static RealDistccd start(
      List<String> wrapper, InetSocketAddress address, int slots, Path scratch) throws IOException {
    return start(wrapper, address, slots, scratch, "rwxrwxrwx", List.of());
  }

  private static RealDistccd start(
      List<String> wrapper,
      InetSocketAddress address,
      int slots,
      Path scratch,
      String temporaryRights,
      List<String> options)
      throws IOException {
    // As root, distccd becomes somebody else, who must reach its folder.
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path temporary = Files.createDirectories(scratch.resolve("distccd-" + address.getPort()));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(temporaryRights));
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            "distccd",
            "--daemon",
            "--no-detach",
            "--log-stderr",
            "--log-level=notice",
            "--nice=0",
            "--jobs=" + (slots + 1),
            "--port=" + address.getPort(),
            "--listen=" + address.getAddress().getHostAddress()));
    command.addAll(options);
    if (options.stream().noneMatch(option -> option.startsWith("--allow"))) {
      // By --allow-private it would refuse even ::1.
      boolean isIpv6 = address.getAddress() instanceof Inet6Address;
      command.add(isIpv6 ? "--allow=::1" : "--allow-private");
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TMPDIR", temporary.toString());
    File log = scratch.resolve("distccd-" + address.getPort() + ".log").toFile();
    builder.redirectErrorStream(true).redirectOutput(log);
    RealDistccd distccd = new RealDistccd(builder.start(), address, slots);
    await("distccd listens on " + address).atMost(PATIENCE).until(distccd::listens);
    return distccd;
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Where it listens. */
  public int port() {
    return address.getPort();
  }

  /** As it stands in a dispatcher's list of volunteers, {@code host:port/slots}. */
  String volunteer() {
    return name() + "/" + slots;
  }

  /** As a dispatcher calls it. */
  String name() {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** All of its compilers and children, and itself, at once: as when a container is killed. */
  void killWholeTree() {
    holdStill();
    rememberTree();
    started.forEach(ProcessHandle::destroyForcibly);
    await("distccd and its children are gone")
        .atMost(PATIENCE)
        .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Ends it with SIGTERM as an init does; its compilers run on as orphans. */
  void terminateAlone() {
    rememberTree();
    process.destroy();
    await("distccd is gone").atMost(PATIENCE).until(() -> !process.isAlive());
  }

  /** Its assemblers, with SIGKILL, as the kernel does where memory runs out; their drivers live. */
  void killAssemblers() {
    rememberTree();
    started.stream().filter(RealDistccd::isAssembler).forEach(ProcessHandle::destroyForcibly);
  }

  /** Assemblers that run here, its orphans too. */
  long assemblers() {
    rememberTree();
    return started.stream().filter(RealDistccd::isAssembler).count();
  }

  @Override
  public void close() {
    killWholeTree();
  }

  /** It forks a new child for each one that ends, which nobody would remember. */
  private void holdStill() {
    try {
      new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void rememberTree() {
    Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(started::add);
  }

  private static boolean isAssembler(ProcessHandle started) {
    String command = started.info().command().orElse("");
    return started.isAlive() && (command.endsWith("-as") || command.endsWith("/as"));
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(address, Math.toIntExact(PATIENCE.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
