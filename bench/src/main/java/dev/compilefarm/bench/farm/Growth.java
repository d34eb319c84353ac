package dev.compilefarm.bench.farm;

import static dev.compilefarm.testbed.Eventually.eventually;

import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.observe.DispatcherView;
import dev.compilefarm.testbed.observe.JobRecord;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job arrives at a farm without volunteers: when {@code replicas} is patched, when the job
 * starts; in turns with the bare time of such a pod, so that all three are of the same machine in
 * the same minutes. Times of day are comparable, as the node shares this machine's clock.
 *
 * @param toReplicas from the job's arrival until a watch shows the volunteers' Deployment with more
 *     than none
 * @param toStart from the job's arrival until it is given to a volunteer
 * @param bare from a patch of {@code replicas} until a watch shows such a pod Ready
 */
record Growth(Times toReplicas, Times toStart, Times bare) {
  private static final String FARM = "zero";
  private static final String VOLUNTEERS = FARM + "-volunteers";
  private static final String COMPILE = "echo 'int x;' > x.c; distcc gcc -c x.c -o x.o";

  static Growth measure(
      KubernetesClient client, ClusterUser user, Developer developer, String namespace, int runs) {
    List<Double> toReplicas = new ArrayList<>();
    List<Double> toStart = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    user.applyAndAwaitReady(FARM, Farms.elastic(FARM));
    Build workplace = developer.buildOn(FARM, "sleep infinity");
    workplace.awaitRunning(Farms.PATIENCE);
    DispatcherView dispatcher = new DispatcherView(client, namespace, FARM);
    BarePod pod = new BarePod(client, namespace, VOLUNTEERS, Farms.PATIENCE);
    try (ReplicasLog replicas = new ReplicasLog(client, namespace, VOLUNTEERS)) {
      for (int run = 0; run < runs; run++) {
        user.awaitVolunteers(FARM, 0, Farms.PATIENCE);
        workplace.runScript(COMPILE, Farms.PATIENCE).expectSuccess();
        JobRecord job = dispatcher.jobs().getLast();
        Instant arrival = Instant.parse(job.queuedAt());
        Instant patched =
            eventually(
                    "the patch of replicas",
                    Farms.PATIENCE,
                    () -> replicas.firstAboveZero(arrival),
                    Optional::isPresent)
                .orElseThrow();
        toReplicas.add(seconds(arrival, patched));
        toStart.add(seconds(arrival, Instant.parse(job.startedAt())));
        user.awaitVolunteers(FARM, 0, Farms.PATIENCE);
        bare.add(pod.secondsToReady());
      }
    }
    user.deleteFarm(FARM);
    workplace.stop();
    return new Growth(new Times(toReplicas), new Times(toStart), new Times(bare));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
