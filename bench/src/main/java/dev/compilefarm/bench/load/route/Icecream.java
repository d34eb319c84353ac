package dev.compilefarm.bench.load.route;

import static org.awaitility.Awaitility.await;

import dev.compilefarm.bench.load.client.Client;
import dev.compilefarm.dispatcher.it.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A real icecream: its scheduler, a daemon for each volunteer, and a daemon for each user. All are
 * on this machine, which {@code ICECC_TEST_SOCKET} makes possible. Its volunteers run a compiler
 * that sleeps, in a chroot, which takes root. Clients are processes, and cost what they cost. All
 * have a network of their own, since the daemons tell every network of the machine that they are
 * there.
 *
 * <p>{@code COMPILEFARM_ICECREAM} names the folder in which its package was unpacked.
 */
public final class Icecream implements Route {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NET = "bench";
  private static final String SLEEPING_COMPILER = "sleeping-compiler.c";

  private final Path folder;
  private final Path programs;
  private final int slots;
  private final int scheduler = Ports.free();
  private final LoopbackNetwork network;
  private final List<Process> processes = new ArrayList<>();
  private final Map<InetAddress, IcecreamClient> users = new HashMap<>();

  private Icecream(Path scratch, Path programs, int volunteers, int slots)
      throws IOException, InterruptedException {
    this.folder = Files.createTempDirectory(scratch, "icecream");
    this.programs = programs;
    this.slots = slots;
    letEverybodyIn(folder);
    makeCompilers();
    this.network = new LoopbackNetwork();
    start("scheduler", Map.of(), "usr/sbin/icecc-scheduler", "-p", Integer.toString(scheduler));
    for (int i = 0; i < volunteers; i++) {
      daemon("volunteer-" + i, "-m", Integer.toString(slots));
    }
  }

  /** Returns itself when its scheduler knows all volunteers. */
  private Icecream started(int volunteers) {
    try {
      awaitDaemons(volunteers);
      return this;
    } catch (ConditionTimeoutException e) {
      close();
      throw e;
    }
  }

  /** Starts one; empty, and says why, where there is none or it cannot run here. */
  static Optional<Route> ifThere(Path scratch, int volunteers, int slots, PrintStream out)
      throws InterruptedException {
    String programs = System.getenv("COMPILEFARM_ICECREAM");
    if (programs == null || !"root".equals(System.getProperty("user.name"))) {
      out.println(
          "  without icecream: it needs root, and COMPILEFARM_ICECREAM as dev/bench sets it");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Icecream(scratch, Path.of(programs), volunteers, slots).started(volunteers));
    } catch (IOException | ConditionTimeoutException | TerminalFailureException e) {
      out.println("  without icecream: " + e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "icecream";
  }

  @Override
  public Client client(InetAddress address, int parallel) throws Exception {
    IcecreamClient known = users.get(address);
    if (known != null) {
      return known;
    }
    String name = "user-" + users.size();
    Path socket = daemon(name, "--no-remote", "-m", "0");
    awaitDaemons(processes.size() - 1);
    IcecreamClient client = new IcecreamClient(folder, programs, socket, network);
    users.put(address, client);
    // Each volunteer gets the compiler from each user once, which takes seconds.
    client.warmUp((processes.size() - 1 - users.size()) * slots);
    return client;
  }

  @Override
  public void close() {
    processes.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    processes.forEach(Process::destroyForcibly);
    await("icecream is gone")
        .atMost(PATIENCE)
        .until(() -> processes.stream().noneMatch(Process::isAlive));
    network.close();
  }

  /** Starts one, and returns the socket of its clients. */
  private Path daemon(String name, String... options) throws IOException {
    Path socket = folder.resolve(name + ".socket");
    Path environments = Files.createDirectory(folder.resolve(name));
    letEverybodyIn(environments);
    List<String> command = new ArrayList<>(List.of(options));
    command.addAll(
        List.of(
            "-s",
            "127.0.0.1:" + scheduler,
            "-N",
            name,
            "-p",
            Integer.toString(Ports.free()),
            "-b",
            environments.resolve("compilers").toString()));
    start(
        name,
        Map.of("ICECC_TEST_SOCKET", socket.toString()),
        "usr/sbin/iceccd",
        command.toArray(String[]::new));
    return socket;
  }

  private void start(
      String name, Map<String, String> environment, String program, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(network.enter());
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of("-u", "nobody", "-n", NET, "-v", "-v", "-v", "-l", log(name).toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".out").toFile());
    builder.environment().putAll(environment);
    processes.add(builder.start());
  }

  /** The scheduler knows so many; a daemon looks for it every three seconds. */
  private void awaitDaemons(int daemons) {
    await("%d daemons with icecream's scheduler; see %s".formatted(daemons, folder))
        .atMost(PATIENCE)
        .until(() -> count(log("scheduler"), "login ") >= daemons);
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private static long count(Path log, String word) throws IOException {
    return Files.exists(log)
        ? Files.readAllLines(log).stream().filter(line -> line.contains(word)).count()
        : 0;
  }

  /** One that sleeps, for the volunteers in an archive, and one that users preprocess with. */
  private void makeCompilers() throws IOException, InterruptedException {
    Path source = folder.resolve(SLEEPING_COMPILER);
    try (InputStream text = Icecream.class.getResourceAsStream(SLEEPING_COMPILER)) {
      Files.copy(text, source);
    }
    Path compiler = Files.createDirectories(folder.resolve("bin")).resolve("g++");
    run("gcc", "-O2", "-static", "-o", compiler.toString(), source.toString());
    Path root = folder.resolve("root");
    for (String name : List.of("usr/bin/gcc", "usr/bin/g++", "usr/bin/as", "bin/true")) {
      Path copy = root.resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(compiler, copy);
    }
    letEverybodyIn(Files.createDirectories(root.resolve("tmp")));
    run(
        "tar",
        "--create",
        "--gzip",
        "--file=" + folder.resolve(IcecreamClient.ENVIRONMENT),
        "--directory=" + root,
        ".");
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("make.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(
          "%s failed: %s"
              .formatted(command[0], Files.readString(folder.resolve("make.log")).strip()));
    }
  }

  private static void letEverybodyIn(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }
}
