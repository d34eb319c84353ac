package dev.compilefarm.bench.farm;

import static dev.compilefarm.testbed.Eventually.eventually;

import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.observe.DispatcherView;
import dev.compilefarm.testbed.observe.JobRecord;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long a job waits at a farm without volunteers, by what its volunteers are made of: farms of
 * several images side by side, one after the other in each round, so that all are of the same
 * machine in the same minutes.
 */
final class ImageStarts {
  private static final String COMPILE = "echo 'int x;' > x.c; distcc gcc -c x.c -o x.o";

  private final KubernetesClient client;
  private final ClusterUser user;
  private final Developer developer;
  private final String namespace;

  ImageStarts(KubernetesClient client, ClusterUser user, Developer developer, String namespace) {
    this.client = client;
    this.user = user;
    this.developer = developer;
    this.namespace = namespace;
  }

  /**
   * The parts of the waits at one farm, in seconds. The times of day come from the dispatcher and
   * from the kubelet's record of what containers print, on one clock.
   *
   * @param toTools from the job's arrival until the init container prints its one line; empty where
   *     there is none
   * @param toProgram from the job's arrival until the volunteer's container prints its first line
   * @param toStart from the job's arrival until it is given to a volunteer
   */
  record Parts(Optional<Times> toTools, Times toProgram, Times toStart) {}

  /**
   * Measures.
   *
   * @param volunteers by the name of a farm: what its spec says of volunteers, as YAML in one line
   * @return by the name of the farm
   */
  Map<String, Parts> measure(Map<String, String> volunteers, int runs) {
    Map<String, Series> series = new LinkedHashMap<>();
    volunteers.forEach((farm, spec) -> series.put(farm, new Series(farm, spec)));
    for (int run = 0; run < runs; run++) {
      series.values().forEach(Series::start);
    }
    Map<String, Parts> parts = new LinkedHashMap<>();
    series.forEach((farm, measured) -> parts.put(farm, measured.end()));
    return parts;
  }

  /** The starts of one farm. */
  private final class Series {
    private final String farm;
    private final Build workplace;
    private final List<Double> toTools = new ArrayList<>();
    private final List<Double> toProgram = new ArrayList<>();
    private final List<Double> toStart = new ArrayList<>();

    Series(String farm, String volunteers) {
      this.farm = farm;
      user.applyAndAwaitReady(farm, Farms.elastic(farm) + "  volunteers: " + volunteers + "\n");
      workplace = developer.buildOn(farm, "sleep infinity");
      workplace.awaitRunning(Farms.PATIENCE);
    }

    void start() {
      user.awaitVolunteers(farm, 0, Farms.PATIENCE);
      workplace.runScript(COMPILE, Farms.PATIENCE).expectSuccess();
      Pod pod =
          eventually(
                  "the volunteer", Farms.PATIENCE, () -> user.volunteers(farm), v -> !v.isEmpty())
              .getFirst();
      JobRecord job = new DispatcherView(client, namespace, farm).jobs().getLast();
      Instant arrival = Instant.parse(job.queuedAt());
      toStart.add(seconds(arrival, Instant.parse(job.startedAt())));
      toProgram.add(seconds(arrival, firstLine(pod, "distccd")));
      if (!pod.getSpec().getInitContainers().isEmpty()) {
        toTools.add(seconds(arrival, firstLine(pod, "tools")));
      }
    }

    Parts end() {
      user.deleteFarm(farm);
      workplace.stop();
      return new Parts(
          Optional.of(toTools).filter(seconds -> !seconds.isEmpty()).map(Times::new),
          new Times(toProgram),
          new Times(toStart));
    }
  }

  /** When a container printed its first line. */
  private Instant firstLine(Pod pod, String container) {
    String log =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod.getMetadata().getName())
            .inContainer(container)
            .usingTimestamps()
            .getLog();
    return Instant.parse(log.substring(0, log.indexOf(' ')));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
