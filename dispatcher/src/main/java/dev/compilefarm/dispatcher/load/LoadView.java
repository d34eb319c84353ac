package dev.compilefarm.dispatcher.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.compilefarm.dispatcher.bottleneck.Bound;
import dev.compilefarm.dispatcher.clients.SharedAddress;
import dev.compilefarm.dispatcher.dispatch.LoadSnapshot;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.RecentRefusal;
import dev.compilefarm.dispatcher.pump.FallBack;
import dev.compilefarm.dispatcher.queue.TenantLoad;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Trouble;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON of {@code /v1/load} and of each event of {@code /v1/load/stream}: the contract with the
 * autoscaler. Seconds are fractions.
 *
 * @param meanServiceSeconds null before the first job that had a slot ended
 * @param toolchains the distinct ones of the volunteers that have told; 16 at most, by id
 * @param sharedAddresses 16 at most, by address
 * @param refusals what was refused in words in the last ten minutes; 16 at most, most jobs first
 * @param pumpFallBacks tenants that fell back from pump to plain mode in the last ten minutes; 16
 *     at most, most jobs first
 */
public record LoadView(
    int queued,
    int running,
    double oldestWaitSeconds,
    Double meanServiceSeconds,
    Slots slots,
    Jobs jobs,
    List<Tenant> tenants,
    List<Volunteer> volunteers,
    List<ToolchainViews.View> toolchains,
    List<SharedAddress> sharedAddresses,
    List<RecentRefusal> refusals,
    List<FallBack> pumpFallBacks) {

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
   * One that waits or runs.
   *
   * @param queuedOverLimit as in {@link TenantLoad}
   * @param meanServiceSeconds of its own jobs; null before the first that had a slot ended
   * @param bound what its builds were bound by in the last minute; not there while that is not
   *     known
   */
  public record Tenant(
      String tenant,
      int queued,
      int running,
      int weight,
      int queuedOverLimit,
      Double meanServiceSeconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) Bound bound) {

    private static Tenant of(TenantLoad tenant, LoadSnapshot load) {
      return new Tenant(
          tenant.tenant(),
          tenant.queued(),
          tenant.running(),
          tenant.weight(),
          tenant.queuedOverLimit(),
          load.meanServiceSecondsByTenant().get(tenant.tenant()),
          load.bounds().getOrDefault(tenant.tenant(), Optional.empty()).orElse(null));
    }

    private Tenant withoutMean() {
      return new Tenant(tenant, queued, running, weight, queuedOverLimit, null, bound);
    }
  }

  /**
   * One volunteer.
   *
   * @param toolchain the id of what it has; not there where it has not told
   * @param trouble why it is set aside as failing; not there where that is not known
   */
  public record Volunteer(
      String name,
      String address,
      int slots,
      int busy,
      VolunteerState state,
      @JsonInclude(JsonInclude.Include.NON_NULL) String toolchain,
      @JsonInclude(JsonInclude.Include.NON_NULL) Trouble trouble) {

    private static Volunteer of(VolunteerLoad load) {
      return new Volunteer(
          load.name(),
          load.address(),
          load.slots(),
          load.busy(),
          load.state(),
          load.toolchain().map(Toolchain::id).orElse(null),
          load.trouble().orElse(null));
    }
  }

  /**
   * Whether more than the passing of time lies between these two, of which the other may be null.
   */
  boolean differsFrom(LoadView other) {
    return other == null || !withoutTime().equals(other.withoutTime());
  }

  /** What runs makes the means longer; where a job ended, more than they differ. */
  private LoadView withoutTime() {
    List<Tenant> withoutMeans = tenants.stream().map(Tenant::withoutMean).toList();
    return new LoadView(
        queued,
        running,
        0,
        null,
        slots,
        jobs,
        withoutMeans,
        volunteers,
        toolchains,
        sharedAddresses,
        refusals,
        pumpFallBacks);
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
        load.tenants().stream()
            .sorted(Comparator.comparing(TenantLoad::tenant))
            .map(tenant -> Tenant.of(tenant, load))
            .toList(),
        load.volunteers().stream().map(Volunteer::of).toList(),
        ToolchainViews.of(load.volunteers()),
        load.sharedAddresses(),
        load.refusals(),
        load.fallBacks());
  }
}
