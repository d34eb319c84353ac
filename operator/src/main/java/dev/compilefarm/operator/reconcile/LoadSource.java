package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.load.DispatcherPod;
import dev.compilefarm.operator.load.LoadFollowing;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.PodFact;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Wakes a farm's reconcile when its dispatcher's load changed, at once. */
final class LoadSource extends AbstractEventSource<LoadReport, CompileFarm>
    implements ResourceEventAware<CompileFarm> {
  private final Cache<CompileFarm> farms;
  private final LoadFollowing loads;

  /**
   * @param farms those that exist
   */
  LoadSource(Cache<CompileFarm> farms, LoadFollowing loads) {
    super(LoadReport.class, "load");
    this.farms = farms;
    this.loads = loads;
  }

  @Override
  public void start() {
    super.start();
    loads.onChange(this::wake);
  }

  @Override
  public void stop() {
    super.stop();
    loads.close();
  }

  /**
   * Hears the farm's load from these pods from now on.
   *
   * @return what they report by now
   */
  Optional<LoadReport> follow(CompileFarm farm, Collection<PodFact> dispatchers) {
    Optional<LoadReport> report =
        loads.follow(
            FarmNames.of(farm),
            dispatchers.stream().map(DispatcherPod::of).flatMap(Optional::stream).toList());
    if (farms.get(ResourceID.fromResource(farm)).isEmpty()) {
      // It was deleted during this round, and the event of that may have come before.
      loads.forget(FarmNames.of(farm));
    }
    return report;
  }

  @Override
  public void onResourceDeleted(CompileFarm farm) {
    loads.forget(FarmNames.of(farm));
  }

  @Override
  public Set<LoadReport> getSecondaryResources(CompileFarm farm) {
    return loads.report(FarmNames.of(farm)).map(Set::of).orElse(Set.of());
  }

  private void wake(FarmNames farm) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(new ResourceID(farm.farm(), farm.namespace())));
    }
  }
}
