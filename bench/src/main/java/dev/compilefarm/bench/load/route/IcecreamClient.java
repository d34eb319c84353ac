package dev.compilefarm.bench.load.route;

import dev.compilefarm.bench.load.client.Client;
import dev.compilefarm.bench.load.client.Compiled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A user of icecream: each job is a process of {@code icecc}. It preprocesses with a program that
 * copies the source, so that the machine's processors are left to the rest.
 */
final class IcecreamClient implements Client {
  /** The archive with the volunteers' compiler. */
  static final String ENVIRONMENT = "environment.tar.gz";

  private final Path folder;
  private final Path programs;
  private final Path socket;
  private final LoopbackNetwork network;
  private final Path sources;
  private final AtomicInteger jobs = new AtomicInteger();

  /**
   * A user whose daemon runs.
   *
   * @param folder with the archive and the folder of the compiler
   * @param programs the folder of icecream's package
   */
  IcecreamClient(Path folder, Path programs, Path socket, LoopbackNetwork network)
      throws IOException {
    this.network = network;
    this.folder = folder;
    this.programs = programs;
    this.socket = socket;
    this.sources = Files.createTempDirectory(folder, "sources");
  }

  @Override
  public Compiled compile(Duration compileTime) throws IOException, InterruptedException {
    long issued = System.nanoTime();
    int number = jobs.incrementAndGet();
    Path source = sources.resolve("x%d.cpp".formatted(number));
    Files.writeString(
        source, "int x%d;\n// SLEEP_NANOS %d\n".formatted(number, compileTime.toNanos()));
    Path log = sources.resolve("x%d.log".formatted(number));
    List<String> command = new ArrayList<>(network.enter());
    command.addAll(
        List.of(
            programs.resolve("usr/bin/icecc").toString(),
            "g++",
            "-c",
            source.toString(),
            "-o",
            sources.resolve("x%d.o".formatted(number)).toString()));
    ProcessBuilder icecc =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    icecc.environment().put("ICECC_TEST_SOCKET", socket.toString());
    // No compile on the user's own machine: it would be one of the bench's.
    icecc.environment().put("ICECC_TEST_REMOTEBUILD", "1");
    icecc.environment().put("ICECC_VERSION", folder.resolve(ENVIRONMENT).toString());
    icecc.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    if (icecc.start().waitFor() != 0) {
      throw new IOException("icecc failed: " + Files.readString(log).strip());
    }
    return new Compiled(issued, System.nanoTime(), compileTime, 0, false);
  }

  /** So many short jobs at a time, until each has been done. */
  void warmUp(int parallel) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Compiled>> running = new ArrayList<>();
      for (int i = 0; i < 2 * parallel; i++) {
        running.add(threads.submit(() -> compile(Duration.ofMillis(200))));
      }
      for (Future<Compiled> one : running) {
        one.get();
      }
    }
  }
}
