package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.QueueStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.SlotsStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.VolunteersStatus;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.observe.Workload;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The whole status of a farm. */
public final class FarmStatus {
  private FarmStatus() {}

  public static CompileFarmStatus of(CompileFarm farm, StatusInputs inputs, Instant now) {
    Workload volunteers = inputs.observed().volunteers();
    FarmNames names = inputs.plan().names();
    return new CompileFarmStatus(
        farm.getMetadata().getGeneration(),
        conditions(farm, inputs, now),
        names.endpoint(),
        inputs
            .observed()
            .service()
            .externalHost()
            .map(host -> host + ":" + FarmNames.DISTCC_PORT)
            .orElse(null),
        Labels.selectorText(names, Labels.VOLUNTEER),
        volunteers.staying().size(),
        VolunteersStatus.of(
            inputs.plan().volunteers().count(),
            volunteers.ready(),
            volunteers.draining(),
            SizeSentences.of(inputs.plan().sizing().steps())),
        inputs
            .load()
            .map(load -> new SlotsStatus(load.slotsTotal(), load.slotsBusy()))
            .orElse(null),
        inputs
            .load()
            .map(load -> new QueueStatus(load.queued(), load.oldestWaitSeconds()))
            .orElse(null),
        ToolchainNow.of(
                inputs, Optional.ofNullable(farm.getStatus()).map(CompileFarmStatus::toolchain))
            .orElse(null));
  }

  /**
   * When the status changes by time alone, if nothing happens until then: somebody must look again.
   */
  public static Optional<Instant> nextChange(StatusInputs inputs, Instant now) {
    return Stream.of(
            StuckPods.next(inputs.observed().volunteers(), now),
            NewDispatcher.reachableAt(inputs.observed().dispatcher(), now))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  private static List<Condition> conditions(CompileFarm farm, StatusInputs inputs, Instant now) {
    List<Condition> previous =
        Optional.ofNullable(farm.getStatus()).map(CompileFarmStatus::conditions).orElse(List.of());
    Verdict failing = VolunteersFailingVerdict.of(inputs, now);
    Verdict limited =
        CapacityLimitedVerdict.of(
            inputs, Conditions.find(previous, ConditionType.CAPACITY_LIMITED));
    Verdict mixed = ToolchainMixedVerdict.of(inputs);
    Verdict refused = ClientNamespacesVerdict.of(inputs);
    Verdict shared =
        SharedAddressVerdict.of(
            inputs, Conditions.find(previous, ConditionType.CLIENTS_SHARE_ADDRESS));
    Verdict jobsRefused =
        JobsRefusedVerdict.of(inputs, Conditions.find(previous, ConditionType.JOBS_REFUSED));
    Verdict fallsBack = PumpFallBackVerdict.of(inputs);
    // That clients share an address, send what cannot be compiled here, or lost their pump, is
    // advice. It is no trouble of the farm.
    Verdict ready = ReadyVerdict.of(inputs, List.of(failing, limited, mixed, refused), now);
    return Conditions.merge(
        previous,
        List.of(ready, limited, failing, mixed, refused, shared, jobsRefused, fallsBack),
        farm.getMetadata().getGeneration(),
        now);
  }
}
