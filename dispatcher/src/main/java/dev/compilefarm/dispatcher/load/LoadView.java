package dev.compilefarm.dispatcher.load;

import dev.compilefarm.dispatcher.dispatch.LoadSnapshot;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.queue.TenantLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The JSON of {@code /v1/load} and of each event of {@code /v1/load/stream}: the contract with the
 * autoscaler. Seconds are fractions.
 *
 * @param meanServiceSeconds null before the first job was served
 */
public record LoadView(
    int queued,
    int running,
    double oldestWaitSeconds,
    Double meanServiceSeconds,
    Slots slots,
    Jobs jobs,
    List<TenantLoad> tenants,
    List<VolunteerLoad> volunteers) {

  /**
   * Slots of the farm.
   *
   * @param total of volunteers that take jobs
   * @param busy of all volunteers, draining ones too
   * @param draining of volunteers that only finish what they have
   */
  public record Slots(int total, int busy, int draining) {}

  /**
   * Jobs since the dispatcher's start.
   *
   * @param done those whose whole reply reached the client
   */
  public record Jobs(long accepted, long done, long replayed, Map<Outcome, Long> ended) {}

  /**
   * Whether more than the passing of time lies between these two, of which the other may be null.
   */
  boolean differsFrom(LoadView other) {
    return other == null || !withOldestWait(0).equals(other.withOldestWait(0));
  }

  private LoadView withOldestWait(double seconds) {
    return new LoadView(
        queued, running, seconds, meanServiceSeconds, slots, jobs, tenants, volunteers);
  }

  /** The view of this snapshot. */
  public static LoadView of(LoadSnapshot load) {
    return new LoadView(
        load.queued(),
        load.running(),
        load.oldestWaitSeconds(),
        load.meanServiceSeconds().isPresent() ? load.meanServiceSeconds().getAsDouble() : null,
        new Slots(
            load.slots(VolunteerState.READY), load.running(), load.slots(VolunteerState.DRAINING)),
        new Jobs(load.accepted(), load.ended().get(Outcome.DONE), load.replayed(), load.ended()),
        load.tenants().stream().sorted(Comparator.comparing(TenantLoad::tenant)).toList(),
        load.volunteers());
  }
}
