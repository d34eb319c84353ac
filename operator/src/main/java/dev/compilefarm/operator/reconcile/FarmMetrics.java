package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.VolunteersStatus;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.operator.names.FarmNames;
import io.fabric8.kubernetes.api.model.Condition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Farms as the operator sees them: how many of each reason, and the volunteers of each. A farm's
 * series go with it. Thread-safe.
 */
public final class FarmMetrics {
  private final MeterRegistry registry;
  private final MultiGauge farms;
  private final Counter failedRounds;
  // Below: only with the monitor.
  private final Map<FarmNames, Seen> byName = new HashMap<>();

  /** A farm with its series, which read the latest numbers. */
  private static final class Seen {
    private final List<Meter> meters;
    private volatile VolunteersStatus volunteers;
    private String uid = "";
    private Tags ready = Tags.empty();

    Seen(MeterRegistry registry, FarmNames farm) {
      meters =
          List.of(
              gauge(
                  registry, farm, "compilefarm.farm.volunteers.desired", VolunteersStatus::desired),
              gauge(registry, farm, "compilefarm.farm.volunteers.ready", VolunteersStatus::ready));
    }

    private Gauge gauge(
        MeterRegistry registry,
        FarmNames farm,
        String name,
        Function<VolunteersStatus, Integer> number) {
      return Gauge.builder(name, () -> number(number))
          .tag("namespace", farm.namespace())
          .tag("farm", farm.farm())
          .register(registry);
    }

    private int number(Function<VolunteersStatus, Integer> number) {
      return Optional.ofNullable(volunteers).map(number).orElse(0);
    }
  }

  public FarmMetrics(MeterRegistry registry) {
    this.registry = registry;
    farms = MultiGauge.builder("compilefarm.farms").register(registry);
    failedRounds = registry.counter("compilefarm.operator.rounds.failed");
  }

  /** The farm is like this now. */
  synchronized void seen(CompileFarm farm, CompileFarmStatus status) {
    Seen seen = byName.computeIfAbsent(FarmNames.of(farm), name -> new Seen(registry, name));
    seen.uid = farm.getMetadata().getUid();
    seen.volunteers = status.volunteers();
    Tags ready = ready(status);
    if (!ready.equals(seen.ready)) {
      seen.ready = ready;
      countFarms();
    }
  }

  /** The farm is no more. There may be another one of its name. */
  synchronized void forget(CompileFarm farm) {
    FarmNames name = FarmNames.of(farm);
    Seen gone = byName.get(name);
    if (gone != null && gone.uid.equals(farm.getMetadata().getUid())) {
      byName.remove(name);
      gone.meters.forEach(registry::remove);
      countFarms();
    }
  }

  /** A round of a farm failed. */
  void failed() {
    failedRounds.increment();
  }

  /** An object of a farm could not be written, which could before. */
  void refused(String kind) {
    registry.counter("compilefarm.objects.refused", "kind", kind).increment();
  }

  private void countFarms() {
    farms.register(
        byName.values().stream()
            .collect(Collectors.groupingBy(seen -> seen.ready, Collectors.counting()))
            .entrySet()
            .stream()
            .map(farmsOf -> MultiGauge.Row.of(farmsOf.getKey(), farmsOf.getValue()))
            .collect(Collectors.toList()),
        true);
  }

  private static Tags ready(CompileFarmStatus status) {
    Optional<Condition> ready =
        Optional.ofNullable(status.conditions()).orElse(List.of()).stream()
            .filter(condition -> ConditionType.READY.toString().equals(condition.getType()))
            .findFirst();
    return Tags.of(
        "ready", ready.map(Condition::getStatus).orElse("Unknown"),
        "reason", ready.map(Condition::getReason).orElse(""));
  }
}
