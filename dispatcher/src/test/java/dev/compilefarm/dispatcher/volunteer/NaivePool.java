package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rule of {@link FreeSlots}, by looking at all volunteers one by one. */
final class NaivePool {
  private static final List<Optional<Toolchain>> TOLD =
      List.of(
          Optional.empty(),
          Optional.of(new Toolchain(List.of(), Set.of("gcc"))),
          Optional.of(new Toolchain(List.of(), Set.of("gcc", "clang"))),
          Optional.of(new Toolchain(List.of(), Set.of("gcc"), Check.ALL, 0)));

  private final Map<String, One> present = new TreeMap<>();
  private final Map<Lease, One> leases = new HashMap<>();
  private final Map<String, Integer> runningOn = new HashMap<>();
  private long uses;

  private static final class One {
    Volunteer volunteer;
    Trust trust = Trust.TRUSTED;
    int busy;
    long lastUsed;

    boolean isReady() {
      return volunteer.availability() == Availability.READY
          && trust != Trust.UNREACHABLE
          && trust != Trust.FAILING;
    }

    double part() {
      return busy / (double) volunteer.slots();
    }
  }

  /** Another list of volunteers; each keeps its node. */
  List<Volunteer> draw(Draws draws) {
    Map<String, Volunteer> drawn = new LinkedHashMap<>();
    for (int i = draws.between(0, 10); i > 0; i--) {
      int number = draws.between(0, 9);
      String name = "v" + number;
      drawn.put(
          name,
          new Volunteer(
                  name,
                  name,
                  3632,
                  draws.between(1, 4),
                  draws.chance(0.8) ? Availability.READY : draws.oneOf(Availability.values()),
                  "node" + number % 3)
              .having(TOLD.get((number + draws.between(0, 1)) % TOLD.size())));
    }
    return new ArrayList<>(drawn.values());
  }

  Tried tried(Draws draws) {
    Set<String> names = new HashSet<>();
    for (int i = draws.between(1, 4); i > 0; i--) {
      names.add("v" + draws.between(0, 9));
    }
    return new Tried(names, draws.chance(0.1));
  }

  void update(List<Volunteer> volunteers) {
    present.keySet().retainAll(volunteers.stream().map(Volunteer::name).toList());
    for (Volunteer volunteer : volunteers) {
      present.computeIfAbsent(volunteer.name(), name -> new One()).volunteer = volunteer;
    }
  }

  void trust(String name, Trust trust) {
    if (present.containsKey(name)) {
      present.get(name).trust = trust;
    }
  }

  /** The names of those that are equally good, the one used longest ago first. */
  List<String> choose(Tried tried, Needs needs) {
    List<One> untried =
        present.values().stream()
            .filter(one -> mayDo(one.volunteer, needs))
            .filter(one -> one.isReady() && !tried.volunteers().contains(one.volunteer.name()))
            .toList();
    boolean allAreAsked = untried.stream().allMatch(one -> one.trust == Trust.ASKED);
    List<One> sorted =
        untried.stream()
            .filter(one -> !tried.held() && (allAreAsked || one.trust != Trust.ASKED))
            .filter(one -> one.busy < one.volunteer.slots())
            .sorted(
                goodness()
                    .thenComparingLong(one -> one.lastUsed)
                    .thenComparing(one -> one.volunteer.name()))
            .toList();
    return sorted.stream()
        .filter(one -> goodness().compare(one, sorted.getFirst()) == 0)
        .map(one -> one.volunteer.name())
        .toList();
  }

  private Comparator<One> goodness() {
    return Comparator.<One, Trust>comparing(one -> one.trust)
        .thenComparingDouble(One::part)
        .thenComparingInt(one -> runningOn.getOrDefault(one.volunteer.node(), 0));
  }

  void acquired(Lease lease) {
    One one = present.get(lease.volunteer().name());
    leases.put(lease, one);
    one.busy++;
    one.lastUsed = ++uses;
    runningOn.merge(one.volunteer.node(), 1, Integer::sum);
  }

  void release(Lease lease) {
    One one = leases.remove(lease);
    one.busy--;
    runningOn.merge(one.volunteer.node(), -1, Integer::sum);
  }

  List<String> busy() {
    return present.values().stream()
        .filter(one -> one.busy > 0)
        .map(one -> one.volunteer.name())
        .toList();
  }

  boolean hasReadyWith(Needs needs) {
    return present.values().stream().anyMatch(one -> one.isReady() && mayDo(one.volunteer, needs));
  }

  /** Somebody has told or is ready, and nobody of those may do it. */
  boolean allLack(Needs needs) {
    List<Volunteer> counted =
        staying()
            .filter(one -> one.toolchain().isPresent() || one.availability() == Availability.READY)
            .toList();
    return !counted.isEmpty() && counted.stream().noneMatch(one -> mayDo(one, needs));
  }

  /** Who has not told may have any compiler, and checks nothing. */
  private static boolean mayDo(Volunteer volunteer, Needs needs) {
    return volunteer.toolchain().map(told -> told.serves(needs)).orElse(needs.checks().isEmpty());
  }

  /** The same, and nobody that stays is silent. */
  boolean areKnownToLack(Needs needs) {
    return allLack(needs) && staying().allMatch(one -> one.toolchain().isPresent());
  }

  private Stream<Volunteer> staying() {
    return present.values().stream()
        .map(one -> one.volunteer)
        .filter(one -> one.availability() != Availability.DRAINING);
  }

  boolean hasReady() {
    return present.values().stream().anyMatch(One::isReady);
  }
}
