package dev.compilefarm.evidence.reality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Users with the real make and the stock distcc. */
final class StockMakes implements Makes {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final double NANOS = 1e9;

  private final SleepingCompiler compiler;
  private final Entrance entrance;

  /** Users who enter here, which is closed with this. */
  StockMakes(SleepingCompiler compiler, Entrance entrance) {
    this.compiler = compiler;
    this.entrance = entrance;
  }

  private record Running(Process process, CompletableFuture<Long> endNanos) {}

  @Override
  public Times run(Workload workload, Path folder)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    List<BuildFolder> builds = new ArrayList<>();
    for (int user = 0; user < workload.builds().size(); user++) {
      builds.add(BuildFolder.write(folder.resolve("user" + user), workload.builds().get(user)));
    }
    List<Running> running = new ArrayList<>();
    long begin = System.nanoTime();
    for (int user = 0; user < builds.size(); user++) {
      Process make = start(builds.get(user), user, workload.parallel().get(user));
      running.add(new Running(make, make.onExit().thenApply(_ -> System.nanoTime())));
    }
    List<Double> seconds = new ArrayList<>();
    try {
      for (Running make : running) {
        long end = make.endNanos.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (make.process.exitValue() != 0) {
          throw new IOException(
              "make ended with %d: see %s".formatted(make.process.exitValue(), folder));
        }
        seconds.add((end - begin) / NANOS);
      }
    } finally {
      running.forEach(make -> make.process.descendants().forEach(ProcessHandle::destroyForcibly));
      running.forEach(make -> make.process.destroyForcibly());
    }
    long atHome = 0;
    for (BuildFolder build : builds) {
      atHome += build.madeAtHome();
    }
    return new Times(seconds, atHome);
  }

  private Process start(BuildFolder build, int user, int parallel) throws IOException {
    Path state = Files.createDirectories(build.path().resolve("state"));
    ProcessBuilder make =
        new ProcessBuilder("make", "-r", "-R", "-s", "-j" + parallel)
            .directory(build.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(build.path().resolve("log").toFile());
    make.environment().clear();
    make.environment()
        .putAll(
            Map.of(
                "PATH", compiler.folder() + ":/usr/bin:/bin",
                "HOME", state.toString(),
                "TMPDIR", state.toString(),
                "DISTCC_DIR", state.toString(),
                "DISTCC_PAUSE_TIME_MSEC", "50",
                "DISTCC_HOSTS", entrance.hosts(user, parallel)));
    return make.start();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
