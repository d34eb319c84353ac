package dev.compilefarm.client.diagnosis;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.client.load.Load;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the cluster and the dispatcher say of a farm at one moment.
 *
 * @param load empty where the dispatcher cannot be asked
 */
public record FarmState(CompileFarm farm, Optional<Load> load) {
  /** A farm of which only its dispatcher told: it has no status, and no conditions. */
  public static FarmState told(String name, Load load) {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName(name).build());
    return new FarmState(farm, Optional.of(load));
  }

  /** Whether nobody but the dispatcher told of it. */
  public boolean isToldByDispatcherAlone() {
    return farm.getStatus() == null && load.isPresent();
  }

  /** The same as some tenants see it: what others wait for is nothing to them. */
  public FarmState of(Set<String> tenants) {
    return new FarmState(farm, load.map(known -> known.of(tenants)));
  }

  /** The farm's name. */
  public String name() {
    return farm.getMetadata().getName();
  }

  /** The conditions; none before the operator saw the farm. */
  public List<Condition> conditions() {
    return status().map(CompileFarmStatus::conditions).orElse(List.of());
  }

  /** The condition, if it is true. */
  public Optional<Condition> trueCondition(ConditionType type) {
    return conditions().stream()
        .filter(condition -> condition.getType().equals(type.toString()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .findFirst();
  }

  /** Whether the dispatcher takes jobs. */
  public boolean isReady() {
    return trueCondition(ConditionType.READY).isPresent();
  }

  /** The condition of that type, true or not. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions().stream()
        .filter(condition -> condition.getType().equals(type.toString()))
        .findFirst();
  }

  /** Volunteers that the farm is to have. */
  public int desired() {
    return volunteers().map(CompileFarmStatus.VolunteersStatus::desired).orElse(0);
  }

  /** Volunteers that are ready. */
  public int ready() {
    return volunteers().map(CompileFarmStatus.VolunteersStatus::ready).orElse(0);
  }

  /** Volunteers that finish their jobs and go. */
  public int draining() {
    return volunteers().map(CompileFarmStatus.VolunteersStatus::draining).orElse(0);
  }

  /** Why the farm has its size; empty before the operator said so. */
  public String whyThisSize() {
    return volunteers().map(CompileFarmStatus.VolunteersStatus::message).orElse("");
  }

  /** How long the last volunteer took to start, in words; empty before one started. */
  public String lastStart() {
    return status()
        .map(CompileFarmStatus::lastStart)
        .map(CompileFarmStatus.LastStartStatus::message)
        .orElse("");
  }

  /** The compilers in short; empty before a volunteer told. */
  public String toolchain() {
    return status()
        .map(CompileFarmStatus::toolchain)
        .map(toolchain -> toolchain.summary() == null ? "" : toolchain.summary())
        .orElse("");
  }

  /** Jobs that wait, as the dispatcher says, or else as the operator last saw. */
  public int queued() {
    return load.map(Load::queued)
        .or(() -> status().map(CompileFarmStatus::queue).map(CompileFarmStatus.QueueStatus::queued))
        .orElse(0);
  }

  /** Slots of volunteers that take jobs. */
  public int slots() {
    return load.map(known -> known.slots().total())
        .or(() -> status().map(CompileFarmStatus::slots).map(CompileFarmStatus.SlotsStatus::total))
        .orElse(0);
  }

  /** Slots that hold a job. */
  public int busy() {
    return load.map(known -> known.slots().busy())
        .or(() -> status().map(CompileFarmStatus::slots).map(CompileFarmStatus.SlotsStatus::busy))
        .orElse(0);
  }

  private Optional<CompileFarmStatus> status() {
    return Optional.ofNullable(farm.getStatus());
  }

  private Optional<CompileFarmStatus.VolunteersStatus> volunteers() {
    return status().map(CompileFarmStatus::volunteers);
  }
}
