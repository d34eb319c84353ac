package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Wakes a farm's reconcile because another farm's made room for it. Thread-safe. */
final class WakeSource extends AbstractEventSource<CompileFarm, CompileFarm> {

  WakeSource() {
    super(CompileFarm.class, "turns");
  }

  /** Before the start and after the end nobody is woken. */
  void wake(ResourceID farm) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(farm));
    }
  }

  @Override
  public Set<CompileFarm> getSecondaryResources(CompileFarm farm) {
    return Set.of();
  }
}
