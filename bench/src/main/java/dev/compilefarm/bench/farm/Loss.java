package dev.compilefarm.bench.farm;

import static dev.compilefarm.testbed.Eventually.eventually;

import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.observe.DispatcherView;
import dev.compilefarm.testbed.observe.JobRecord;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A volunteer's distccd gets SIGKILL in the middle of a compile: how long until the job is given to
 * the other one. Begin and end are the same machine's times of day: the begin as the volunteer's
 * shell says it before it kills; the end as the dispatcher says how long the job has run again, to
 * which the way of that answer is added.
 */
final class Loss {
  private static final String FARM = "loss";

  /** Runs until it is ended. */
  private static final String COMPILE =
      """
      echo $$ >pid
      cat >long.cc <<'END'
      constexpr unsigned spin(unsigned n) {
        unsigned x = 1;
        for (unsigned i = 0; i < n; ++i) x = x * 1664525u + 1013904223u;
        return x;
      }
      constexpr unsigned result = spin(50000000);
      END
      exec distcc g++ -std=c++17 -fconstexpr-loop-limit=2000000000 -fconstexpr-ops-limit=2000000000 -c long.cc -o long.o
      """;

  private static final String END_COMPILE = "kill $(cat pid)";

  /** tini's only child is distccd. */
  private static final String KILL = "date +%s%N; kill -KILL $(cat /proc/1/task/1/children)";

  private final KubernetesClient client;
  private final ClusterUser user;
  private final String namespace;
  private final Build workplace;
  private final DispatcherView dispatcher;

  private Loss(KubernetesClient client, ClusterUser user, Developer developer, String namespace) {
    this.client = client;
    this.user = user;
    this.namespace = namespace;
    user.applyAndAwaitReady(FARM, Farms.pair(FARM));
    workplace = developer.buildOn(FARM, "sleep infinity");
    workplace.awaitRunning(Farms.PATIENCE);
    dispatcher = new DispatcherView(client, namespace, FARM);
  }

  static Times measure(
      KubernetesClient client, ClusterUser user, Developer developer, String namespace, int runs) {
    Loss loss = new Loss(client, user, developer, namespace);
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      seconds.add(loss.run());
    }
    user.deleteFarm(FARM);
    loss.workplace.stop();
    return new Times(seconds);
  }

  private double run() {
    eventually(
        "two idle volunteers",
        Farms.PATIENCE,
        dispatcher::load,
        load -> load.slots().total() == 2 && load.slots().busy() == 0);
    Thread compile = Thread.ofVirtual().start(() -> workplace.runScript(COMPILE, Farms.PATIENCE));
    JobRecord job =
        eventually(
            "a compile that has run for half a second",
            Farms.PATIENCE,
            () -> dispatcher.jobs().stream().reduce((first, second) -> second).orElse(null),
            last -> last != null && last.isRunning() && last.servedSeconds() > 0.5);
    Instant killed = kill(job.volunteer());
    JobRecord replayed = null;
    Instant answered = Instant.now();
    long patience = System.nanoTime() + Farms.PATIENCE.toNanos();
    while (replayed == null && System.nanoTime() < patience) {
      JobRecord last = dispatcher.jobs().getLast();
      answered = Instant.now();
      replayed = last.isRunning() && last.attempts() > 1 ? last : null;
    }
    if (replayed == null) {
      throw new IllegalStateException("no replay: " + dispatcher.jobs().getLast());
    }
    Duration sinceKill = Duration.between(killed, answered);
    workplace.runScript(END_COMPILE, Farms.PATIENCE).expectSuccess();
    join(compile);
    // In place it would be restarted later each time.
    user.killPod(job.volunteer());
    return sinceKill.toNanos() / 1e9 - replayed.servedSeconds();
  }

  /** Returns the time of day just before. */
  private Instant kill(String volunteer) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (ExecWatch exec =
        client
            .pods()
            .inNamespace(namespace)
            .withName(volunteer)
            .inContainer("distccd")
            .writingOutput(printed)
            .exec("sh", "-c", KILL)) {
      exec.exitCode().get(Farms.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("distccd in " + volunteer + " was not killed", e);
    }
    return Instant.ofEpochSecond(
        0, Long.parseLong(printed.toString(StandardCharsets.UTF_8).strip()));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
