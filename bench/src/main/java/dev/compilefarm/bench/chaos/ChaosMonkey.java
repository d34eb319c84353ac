package dev.compilefarm.bench.chaos;

import static dev.compilefarm.testbed.Eventually.eventually;

import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.InPod;
import dev.compilefarm.testbed.cluster.Chart;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Does to a farm what happens to farms, as a careless user, an unlucky node or an impatient cluster
 * would. Which volunteer and which size is drawn from its {@link Random}, of those that there are
 * at that moment: a seed repeats the faults and not the run. Not thread-safe.
 */
final class ChaosMonkey {
  /** Of a farm that lost its last volunteer, on a machine that has all hands full. */
  private static final Duration RECOVERY = Duration.ofMinutes(1);

  private static final int SIZE = 3;
  private static final int SLOTS = 2;
  private static final int VOLUNTEERS_MAX = 4;
  private static final int SLOTS_MAX = 3;

  /** All of it at once: the server, those it has ready, and those that wait for a compiler. */
  private static final String KILL_DISTCCD =
      "kill -9 $(grep --files-with-matches '^distccd$' /proc/[0-9]*/comm | cut -d / -f 3)";

  private final KubernetesClient client;
  private final String namespace;
  private final String farm;
  private final Random random;
  private final ClusterUser user;
  private int size = SIZE;
  private int slots = SLOTS;
  private int changes;

  /** A farm to begin with, for the builds and for {@link #strike}. */
  static String farm(String name) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec:
      replicas: %d
      volunteers: {slots: %d}
      scaling: {minVolunteers: 1, maxVolunteers: %d, scaleDownDelaySeconds: 5}
    """
        .formatted(name, SIZE, SLOTS, VOLUNTEERS_MAX);
  }

  ChaosMonkey(KubernetesClient client, String namespace, String farm, Random random) {
    this.client = client;
    this.namespace = namespace;
    this.farm = farm;
    this.random = random;
    user = new ClusterUser(client, namespace);
  }

  /**
   * Waits until the farm has volunteers that are ready, whatever happened before, and returns their
   * names in alphabetical order.
   *
   * @throws AssertionError if none comes
   */
  List<String> awaitRecovery() {
    return eventually(
        "a ready volunteer of farm " + farm,
        RECOVERY,
        this::readyVolunteers,
        volunteers -> !volunteers.isEmpty());
  }

  /** Lets a fault happen, and returns as soon as it has. */
  Strike strike(Fault fault) {
    return switch (fault) {
      case VOLUNTEER_DELETED -> onVolunteer(fault, name -> !pod(name).delete().isEmpty());
      case VOLUNTEER_KILLED ->
          onVolunteer(fault, name -> !pod(name).withGracePeriod(0).delete().isEmpty());
      case VOLUNTEER_EVICTED -> onVolunteer(fault, user::evict);
      case DISTCCD_KILLED -> onVolunteer(fault, this::killDistccd);
      case FARM_SCALED -> change(fault, size());
      case VOLUNTEERS_ROLLED -> change(fault, volunteers());
      case DISPATCHER_ROLLED ->
          change(fault, "{\"queue\": {\"maxWaitSeconds\": %d}}".formatted(1000 + ++changes));
      case OPERATOR_KILLED -> killOperator();
    };
  }

  private Strike onVolunteer(Fault fault, Predicate<String> deed) {
    List<String> names = awaitRecovery();
    String name = names.get(random.nextInt(names.size()));
    boolean happened = deed.test(name);
    return new Strike(Instant.now(), fault, name, !happened);
  }

  private PodResource pod(String name) {
    return client.pods().inNamespace(namespace).withName(name);
  }

  /** Waits for the end of the container, so that it has happened. */
  private boolean killDistccd(String name) {
    Optional<String> container = runningContainer(name);
    if (container.isEmpty()) {
      return false;
    }
    try {
      new InPod(client, namespace).run(name, "distccd", "sh", "-c", KILL_DISTCCD);
    } catch (IllegalStateException | KubernetesClientException e) {
      // The container ended before the shell in it.
    }
    eventually(
        "the end of distccd in " + name,
        RECOVERY,
        () -> runningContainer(name),
        now -> !now.equals(container));
    return true;
  }

  private Optional<String> runningContainer(String name) {
    return Optional.ofNullable(pod(name).get()).stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .filter(container -> container.getState().getRunning() != null)
        .map(ContainerStatus::getContainerID)
        .findFirst();
  }

  private Strike change(Fault fault, String spec) {
    user.patchFarm(farm, "{\"spec\": %s}".formatted(spec));
    return new Strike(Instant.now(), fault, spec, false);
  }

  /** Another than the last, by hand, or left to the operator within bounds. */
  private String size() {
    size = 1 + (size + random.nextInt(VOLUNTEERS_MAX - 1)) % VOLUNTEERS_MAX;
    return random.nextInt(3) > 0
        ? "{\"replicas\": %d}".formatted(size)
        : "{\"replicas\": null, \"scaling\": {\"minVolunteers\": %d}}".formatted(size);
  }

  private String volunteers() {
    if (random.nextBoolean()) {
      slots = 1 + (slots + random.nextInt(SLOTS_MAX - 1)) % SLOTS_MAX;
      return "{\"volunteers\": {\"slots\": %d}}".formatted(slots);
    }
    return "{\"volunteers\": {\"template\": {\"annotations\": {\"example.com/change\": \"%d\"}}}}"
        .formatted(++changes);
  }

  private Strike killOperator() {
    List<String> pods =
        eventually(
            "an operator",
            RECOVERY,
            () ->
                Chart.operatorPods(client).stream()
                    .map(pod -> pod.getMetadata().getName())
                    .toList(),
            names -> !names.isEmpty());
    String name = pods.getFirst();
    client.pods().inNamespace(Chart.NAMESPACE).withName(name).withGracePeriod(0).delete();
    return new Strike(Instant.now(), Fault.OPERATOR_KILLED, name, false);
  }

  private List<String> readyVolunteers() {
    return user.readyVolunteers(farm).stream()
        .map(pod -> pod.getMetadata().getName())
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
