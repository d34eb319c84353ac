package dev.compilefarm.autoscaling;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.simulation.EventQueue;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Trouble;
import dev.compilefarm.operator.observe.VolunteerStart;
import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The volunteers' Deployment and its pods. A pod is ready after the drawn time. On the way down
 * those that are not ready go first, as a ReplicaSet has it, then the marked ones, and each is gone
 * when its last job has ended.
 */
final class SimDeployment {
  private static final double NANOS = 1e9;
  private static final double STUCK_MIN = 40;
  private static final double STUCK_MAX = 400;

  private final EventQueue events;
  private final Draws draws;
  private final FarmSettings settings;
  private final Consumer<List<Volunteer>> discovery;
  private final Map<String, SimPod> pods = new TreeMap<>();
  private List<Volunteer> published = List.of();
  private int replicas;
  private int created;
  private double volunteerSeconds;
  private long accountedAtNanos;

  SimDeployment(
      EventQueue events, Draws draws, FarmSettings settings, Consumer<List<Volunteer>> discovery) {
    this.events = events;
    this.draws = draws;
    this.settings = settings;
    this.discovery = discovery;
  }

  int replicas() {
    return replicas;
  }

  /** What the operator writes: the marks first, then the number. */
  void apply(int wanted, Set<String> marked) {
    account();
    pods.values().forEach(pod -> pod.marked = marked.contains(pod.name));
    replicas = wanted;
    List<SimPod> staying = pods.values().stream().filter(pod -> !pod.terminating).toList();
    IntStream.range(staying.size(), wanted).forEach(_ -> create());
    staying.stream()
        .sorted(Comparator.comparing((SimPod pod) -> pod.ready).thenComparing(pod -> !pod.marked))
        .limit(Math.max(0, staying.size() - wanted))
        .forEach(this::terminate);
    publish();
  }

  /** So many are there at once, and for ever. */
  void standing(int count) {
    account();
    replicas = count;
    IntStream.range(0, count).forEach(_ -> put().ready = true);
    publish();
  }

  /** A job starts there. */
  void begin(String pod) {
    pods.get(pod).busy++;
  }

  /** A job has ended there. */
  void end(String name) {
    SimPod pod = pods.get(name);
    pod.busy--;
    if (pod.terminating && pod.busy == 0) {
      remove(pod);
    }
  }

  boolean isAtMinimum() {
    return pods.size() <= settings.scaling().minVolunteers();
  }

  double volunteerSeconds() {
    account();
    return volunteerSeconds;
  }

  /** As the operator's caches show it. */
  Workload workload() {
    return new Workload(
        "farm-volunteers",
        OptionalInt.of(replicas),
        Optional.empty(),
        pods.values().stream().map(SimPod::fact).toList());
  }

  private void create() {
    SimPod pod = put();
    double stuck = draws.chance(settings.stuckShare()) ? draws.seconds(STUCK_MIN, STUCK_MAX) : 0;
    events.after(settings.startUp().draw(draws) + stuck, () -> becomeReady(pod));
  }

  private SimPod put() {
    SimPod pod = new SimPod("volunteer-%05d".formatted(created++));
    pods.put(pod.name, pod);
    return pod;
  }

  private void becomeReady(SimPod pod) {
    if (pods.containsKey(pod.name) && !pod.terminating) {
      pod.ready = true;
      pod.since = now();
      publish();
    }
  }

  private void terminate(SimPod pod) {
    pod.terminating = true;
    if (pod.busy == 0) {
      remove(pod);
    }
  }

  private void remove(SimPod pod) {
    account();
    pods.remove(pod.name);
    publish();
  }

  private void publish() {
    List<Volunteer> present =
        pods.values().stream()
            .filter(pod -> pod.ready)
            .map(pod ->
                new Volunteer(
                    pod.name,
                    pod.name,
                    3632,
                    settings.slots(),
                    pod.terminating || pod.marked ? Availability.DRAINING : Availability.READY))
            .toList();
    if (!present.equals(published)) {
      published = present;
      discovery.accept(present);
    }
  }

  private void account() {
    volunteerSeconds += pods.size() * (events.now() - accountedAtNanos) / NANOS;
    accountedAtNanos = events.now();
  }

  private Instant now() {
    return SimOperator.instant(events.now());
  }

  private final class SimPod {
    final String name;
    final Instant createdAt = now();
    Instant since = createdAt;
    boolean ready;
    boolean marked;
    boolean terminating;
    int busy;

    SimPod(String name) {
      this.name = name;
    }

    private Optional<Trouble> trouble() {
      return ready || !settings.startUp().needsNode()
          ? Optional.empty()
          : Optional.of(new Trouble(Trouble.Kind.UNSCHEDULABLE, "no node has room"));
    }

    /** Of times, Kubernetes tells whole seconds. */
    PodFact fact() {
      return new PodFact(
          name,
          "1",
          ready && !terminating,
          since.truncatedTo(ChronoUnit.SECONDS),
          terminating ? Optional.of(new PodFact.Termination(600)) : Optional.empty(),
          marked,
          Collections.emptySortedMap(),
          Optional.of("10.0.0.1"),
          trouble(),
          Optional.empty(),
          ready ? Optional.of(start()) : Optional.empty());
    }

    private VolunteerStart start() {
      return new VolunteerStart(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.between(
              createdAt.truncatedTo(ChronoUnit.SECONDS), since.truncatedTo(ChronoUnit.SECONDS)));
    }
  }
}
