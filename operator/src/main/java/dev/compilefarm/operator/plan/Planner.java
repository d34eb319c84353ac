package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import dev.compilefarm.api.v1alpha1.VolunteerTmpMedium;
import dev.compilefarm.operator.fingerprint.Fingerprint;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From a farm and what was observed of it to what it shall be. */
public final class Planner {
  /** A volunteer that has just come is not the first to go: it has had no time to be of use. */
  private static final int PROBATION_SECONDS_MAX = 30;

  private final Settings settings;

  public Planner(Settings settings) {
    this.settings = settings;
  }

  public Plan plan(CompileFarm farm, Observed observed, SizeHistory history, Instant now) {
    CompileFarmSpec spec = farm.specOrDefaults();
    int slots = Slots.of(spec.volunteers());
    String fingerprint = Fingerprint.of(spec.volunteers());
    Optional<Deletion> deletion = Deletion.of(farm, observed);
    // The jobs of a farm that goes need their volunteers.
    boolean paused = spec.paused() && deletion.isEmpty();
    SizeHistory seen = history.seen(observed.volunteers(), now);
    Sizing sizing =
        paused ? unchanged(observed, seen, now) : sizing(spec, slots, observed, seen, now);
    ScaleDown.Choice removal =
        new ScaleDown(probation(spec, seen.starts()))
            .choose(sizing.volunteers(), observed.volunteers(), heard(observed), now);
    PodCreationRetry dispatcher = PodCreationRetry.of(observed.dispatcher(), now);
    PodCreationRetry volunteers = PodCreationRetry.of(observed.volunteers(), now);
    return new Plan(
        FarmNames.of(farm),
        new Owner(
            farm.getApiVersion(),
            farm.getKind(),
            farm.getMetadata().getName(),
            farm.getMetadata().getUid()),
        spec.metadata(),
        paused,
        settings.imagePullPolicy(),
        settings.pods(),
        new DispatcherPlan(
            settings.dispatcherImage(),
            QueuePlan.of(spec.queue()),
            spec.volunteers().jobLifetimeSeconds(),
            settings.operator(),
            ClientLimit.inAll(spec, slots),
            spec.dispatcher(),
            IpFamilyPolicy.of(spec.dispatcher().service(), observed.service()),
            dispatcher),
        new VolunteersPlan(
            removal.replicas(),
            removal.marked(),
            VolunteerImage.of(spec.volunteers(), settings, observed.live()),
            spec.volunteers().compilers(),
            VolunteerArchitecture.of(
                spec.volunteers(), fingerprint, settings.pods(), observed.live()),
            TmpSize.of(spec.volunteers(), slots),
            spec.volunteers().tmpMedium() != VolunteerTmpMedium.Disk,
            slots,
            spec.volunteers().jobLifetimeSeconds(),
            spec.volunteers().maxUnavailablePercentOrDefault(),
            spec.volunteers().resources(),
            spec.volunteers().template(),
            fingerprint,
            volunteers),
        deletion.isPresent()
            ? NodesPlan.NOTHING
            : NodesPlan.of(spec, removal.replicas(), settings.switches().imagePrePull()),
        ClientLimit.perEntry(spec, slots),
        ClientNamespaces.of(
            FarmNames.of(farm), spec.clients().namespaces(), observed.clientPlaces()),
        AccessPlan.of(spec, settings),
        sizing,
        deletion,
        Stream.of(
                sizing.revisitAfter(),
                removal.revisitAfter(),
                dispatcher.untilNext(),
                volunteers.untilNext(),
                deletion.map(end -> Duration.between(now, end.waitsUntil())))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder()));
  }

  /** Where a person says how many, or wants a farm without delay, nobody is spared. */
  private static Duration probation(CompileFarmSpec spec, StartTimes starts) {
    return spec.replicas() != null
        ? Duration.ZERO
        : Duration.ofSeconds(
            Math.min(ScaleDownDelay.of(spec.scaling(), starts).seconds(), PROBATION_SECONDS_MAX));
  }

  private static Sizing unchanged(Observed observed, SizeHistory history, Instant now) {
    return new Sizing(
        observed.volunteers().replicas().orElse(0),
        List.of(new SizeStep.Paused()),
        history.held(now),
        Optional.empty());
  }

  private static Sizing sizing(
      CompileFarmSpec spec, int slots, Observed observed, SizeHistory history, Instant now) {
    if (spec.replicas() != null) {
      return new Sizing(
          spec.replicas(),
          List.of(new SizeStep.Replicas()),
          history.restartedWith(spec.replicas(), now),
          Optional.empty());
    }
    return new Autoscaler(spec.scaling(), slots)
        .size(heard(observed), observed.volunteers(), history, now);
  }

  private static Optional<Load> heard(Observed observed) {
    return observed.load().flatMap(LoadReport::load);
  }
}
