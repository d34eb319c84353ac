package dev.compilefarm.bench.farm;

import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.observe.DispatcherView;
import dev.compilefarm.testbed.observe.JobRecord;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
   * Measures.
   *
   * @param volunteers by the name of a farm: what its spec says of volunteers, as YAML in one line
   * @return seconds from a job's arrival until it is given to a volunteer, by the name of the farm
   */
  Map<String, Times> measure(Map<String, String> volunteers, int runs) {
    Map<String, Series> series = new LinkedHashMap<>();
    volunteers.forEach((farm, spec) -> series.put(farm, new Series(farm, spec)));
    for (int run = 0; run < runs; run++) {
      series.values().forEach(Series::start);
    }
    Map<String, Times> starts = new LinkedHashMap<>();
    series.forEach((farm, measured) -> starts.put(farm, measured.end()));
    return starts;
  }

  /** The starts of one farm. */
  private final class Series {
    private final String farm;
    private final Build workplace;
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
      JobRecord job = new DispatcherView(client, namespace, farm).jobs().getLast();
      Instant arrival = Instant.parse(job.queuedAt());
      toStart.add(seconds(arrival, Instant.parse(job.startedAt())));
    }

    Times end() {
      user.deleteFarm(farm);
      workplace.stop();
      return new Times(toStart);
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
