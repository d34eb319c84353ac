package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.bottleneck.Bound;
import dev.compilefarm.dispatcher.clients.SharedAddress;
import dev.compilefarm.dispatcher.pump.FallBack;
import dev.compilefarm.dispatcher.queue.TenantLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The whole dispatcher at one moment; consistent in itself.
 *
 * @param queued jobs waiting
 * @param running jobs that hold a slot
 * @param oldestWaitSeconds of the jobs waiting for a slot, and not for their own tenant's limit; 0
 *     when none waits
 * @param meanServiceSeconds slot-seconds used for each job that ended, what runs included; empty
 *     before the first one ended
 * @param accepted whole requests taken since the start
 * @param replayed starts after a first attempt, since the dispatcher's start
 * @param ended jobs ended since the start, by outcome; every outcome is present
 * @param tenants those that wait or run
 * @param meanServiceSecondsByTenant the same as the one of all, by the tenants among these of which
 *     a job has ended
 * @param sharedAddresses behind which several clients are
 * @param refusals told in words in the last ten minutes, the most frequent first
 * @param bounds what builds are bound by, by the tenants that have a connection or a job; empty
 *     while too little is known of one
 * @param fallBacks tenants that fell back from pump to plain mode in the last ten minutes
 */
public record LoadSnapshot(
    int queued,
    int running,
    double oldestWaitSeconds,
    OptionalDouble meanServiceSeconds,
    long accepted,
    long replayed,
    Map<Outcome, Long> ended,
    List<TenantLoad> tenants,
    Map<String, Double> meanServiceSecondsByTenant,
    List<VolunteerLoad> volunteers,
    List<SharedAddress> sharedAddresses,
    List<RecentRefusal> refusals,
    Map<String, Optional<Bound>> bounds,
    List<FallBack> fallBacks) {

  /** Tenants with a connection or a job on which this is the verdict. */
  public int tenants(Optional<Bound> bound) {
    return Collections.frequency(bounds.values(), bound);
  }

  /** Slots of the volunteers in this state, busy or free. */
  public int slots(VolunteerState state) {
    return volunteers.stream()
        .filter(volunteer -> volunteer.state() == state)
        .mapToInt(VolunteerLoad::slots)
        .sum();
  }
}
