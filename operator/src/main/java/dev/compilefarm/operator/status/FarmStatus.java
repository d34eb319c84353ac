package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.QueueStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.SlotsStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.VolunteersStatus;
import dev.compilefarm.operator.names.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The whole status of a farm. */
public final class FarmStatus {
  private FarmStatus() {}

  public static CompileFarmStatus of(CompileFarm farm, Situation situation, Instant now) {
    var volunteers = situation.observed().volunteers();
    var names = situation.plan().names();
    return new CompileFarmStatus(
        farm.getMetadata().getGeneration(),
        conditions(farm, situation, now),
        names.endpoint(),
        Labels.selectorText(names, Labels.VOLUNTEER),
        volunteers.staying(),
        new VolunteersStatus(
            situation.plan().volunteers().count(),
            volunteers.ready(),
            volunteers.draining(),
            situation.plan().sizing().reason()),
        situation
            .load()
            .map(load -> new SlotsStatus(load.slotsTotal(), load.slotsBusy()))
            .orElse(null),
        situation
            .load()
            .map(load -> new QueueStatus(load.queued(), load.oldestWaitSeconds()))
            .orElse(null));
  }

  private static List<Condition> conditions(CompileFarm farm, Situation situation, Instant now) {
    var failing = VolunteersFailingVerdict.of(situation);
    var limited = CapacityLimitedVerdict.of(situation);
    var ready = ReadyVerdict.of(situation, List.of(failing, limited));
    return Conditions.merge(
        Optional.ofNullable(farm.getStatus()).map(CompileFarmStatus::conditions).orElse(List.of()),
        List.of(ready, limited, failing),
        farm.getMetadata().getGeneration(),
        now);
  }
}
