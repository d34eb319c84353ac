package dev.compilefarm.evidence.reality;

import dev.compilefarm.evidence.build.Make;
import dev.compilefarm.evidence.build.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Users with a client of the draft of 2003. Its jobs are threads, and not processes as distcc's
 * are: two processors could not start a JVM for each. So make is played, too, by the simulation's.
 */
final class FirstReadyMakes implements Makes {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final double NANOS = 1e9;

  private final SleepingCompiler compiler;
  private final int asked;
  private final List<ReadyServer> servers = new ArrayList<>();

  /**
   * Starts what a distccd lacks in front of each.
   *
   * @param distccds their ports
   * @param asked servers for each job
   */
  FirstReadyMakes(SleepingCompiler compiler, List<Integer> distccds, int asked) throws IOException {
    this.compiler = compiler;
    this.asked = asked;
    for (int distccd : distccds) {
      servers.add(new ReadyServer(distccd, Workload.CORES));
    }
  }

  @Override
  public Times run(Workload workload, Path folder)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    List<RunningMake> makes = new ArrayList<>();
    try (ExecutorService jobs = Executors.newCachedThreadPool()) {
      for (int user = 0; user < workload.builds().size(); user++) {
        BuildFolder build =
            BuildFolder.write(folder.resolve("user" + user), workload.builds().get(user));
        makes.add(new RunningMake(build, workload.parallel().get(user), jobs));
      }
      long begin = System.nanoTime();
      makes.forEach(RunningMake::issue);
      List<Double> seconds = new ArrayList<>();
      try {
        for (RunningMake make : makes) {
          long end = make.end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
          seconds.add((end - begin) / NANOS);
        }
      } finally {
        jobs.shutdownNow();
      }
      return new Times(seconds, 0);
    }
  }

  @Override
  public void close() throws IOException {
    for (ReadyServer server : servers) {
      server.close();
    }
  }

  private final class RunningMake {
    private final BuildFolder folder;
    private final Make make;
    private final ExecutorService jobs;
    private final FirstReadyClient client =
        new FirstReadyClient(compiler, servers.stream().map(ReadyServer::port).toList(), asked);
    private final CompletableFuture<Long> end = new CompletableFuture<>();

    private RunningMake(BuildFolder folder, int parallel, ExecutorService jobs) {
      this.folder = folder;
      this.make = new Make(folder.build(), parallel);
      this.jobs = jobs;
    }

    private synchronized void issue() {
      make.issue().forEach(task -> jobs.execute(() -> run(task)));
    }

    private void run(Task task) {
      try {
        if (task.isCompile()) {
          client.compile(folder.path(), task);
        } else {
          client.link(folder.path(), task);
        }
        ended(task);
      } catch (IOException | InterruptedException | RuntimeException e) {
        end.completeExceptionally(e);
      }
    }

    private synchronized void ended(Task task) {
      make.ended(task);
      if (make.isDone()) {
        end.complete(System.nanoTime());
      } else {
        issue();
      }
    }
  }
}
