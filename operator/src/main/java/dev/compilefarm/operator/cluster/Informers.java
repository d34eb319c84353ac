package dev.compilefarm.operator.cluster;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The operator's informers, as probes and metrics see them. Ready once all that there is was
 * listed, and from then on, whatever becomes of the API server: what is known is still good. This
 * is in place of the framework's own check, which waits for the start to end, and with it everybody
 * who asks.
 */
@Readiness
@ApplicationScoped
class Informers implements HealthCheck, InformerStoppedHandler {
  private static final Logger LOG = Logger.getLogger(Informers.class);

  private volatile RuntimeInfo info;

  /** Before the start, which keeps everybody from this information until it is over. */
  void prepare(
      @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent start,
      Operator operator,
      MeterRegistry registry) {
    info = operator.getRuntimeInfo();
    registry.gauge("compilefarm.operator.watches.closed", this, Informers::closedWatches);
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.builder()
        .name("all objects were listed")
        .status(isStarted() && info.allEventSourcesAreHealthy())
        .build();
  }

  /**
   * Nothing is known that ends one ({@link LenientReading}). Should it be, a new process is better
   * than one that sees some of the cluster no more: nothing of a farm needs the old one.
   */
  @Override
  // As declared by the framework.
  @SuppressWarnings("rawtypes")
  public void onStop(SharedIndexInformer informer, Throwable cause) {
    if (cause != null) {
      LOG.errorf(cause, "The informer of %s ended, so the operator does too", informer);
      Quarkus.asyncExit(1);
    }
  }

  private boolean isStarted() {
    return info != null && info.isStarted();
  }

  private double closedWatches() {
    return isStarted()
        ? info.getRegisteredControllers().stream()
            .map(controller -> controller.getControllerHealthInfo())
            .flatMap(health -> health.informerEventSourceHealthIndicators().values().stream())
            .map(source -> (InformerWrappingEventSourceHealthIndicator<?>) source)
            .flatMap(source -> source.informerHealthIndicators().values().stream())
            .filter(informer -> !informer.isWatching())
            .count()
        : Double.NaN;
  }
}
