package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.load.DispatcherLoads;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Asks each farm's dispatcher for its load and wakes the farm's reconcile when the answer changed.
 *
 * <p>The polls share a bounded pool of virtual threads; a farm is asked again only after its last
 * answer or timeout.
 */
final class LoadPolling extends PerResourcePollingEventSource<LoadReport, CompileFarm, String> {
  private static final Logger LOG = Logger.getLogger(LoadPolling.class);
  private static final Duration PERIOD = Duration.ofMillis(500);

  /**
   * Polls under way at a time: so many silent dispatchers, each a second's timeout, before others
   * are asked late.
   */
  private static final int POLLS_MAX = 16;

  private final DispatcherLoads loads;

  LoadPolling(
      EventSourceContext<CompileFarm> context,
      DispatcherLoads loads,
      InformerEventSource<Pod, CompileFarm> pods) {
    super(
        LoadReport.class,
        context,
        new PerResourcePollingConfigurationBuilder<LoadReport, CompileFarm, String>(
                farm -> ask(farm, loads, pods), PERIOD)
            .withName("load")
            .withExecutorService(
                Executors.newScheduledThreadPool(
                    POLLS_MAX, Thread.ofVirtual().name("load-poll-", 0).factory()))
            // one report a farm
            .withResourceIDMapper(report -> "load")
            .build());
    this.loads = loads;
  }

  @Override
  public void onResourceDeleted(CompileFarm farm) {
    super.onResourceDeleted(farm);
    loads.forget(farm.getMetadata().getUid());
  }

  /** Never throws: an exception would end the polling of this farm for good. */
  private static Set<LoadReport> ask(
      CompileFarm farm, DispatcherLoads loads, InformerEventSource<Pod, CompileFarm> pods) {
    try {
      var observed =
          Observed.of(
              FarmNames.of(farm), List.of(), pods.getSecondaryResources(farm), Optional.empty());
      return loads
          .ask(farm.getMetadata().getUid(), observed.dispatcher().pods())
          .map(Set::of)
          .orElse(Set.of());
    } catch (RuntimeException e) {
      LOG.errorf(
          e,
          "Polling the load of %s/%s failed",
          farm.getMetadata().getNamespace(),
          farm.getMetadata().getName());
      return Set.of();
    }
  }
}
