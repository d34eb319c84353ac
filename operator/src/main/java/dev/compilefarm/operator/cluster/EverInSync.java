package dev.compilefarm.operator.cluster;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once all that there is was listed, and from then on, whatever becomes of the API server:
 * what is known is still good. In place of the framework's own check, which waits for the start to
 * end, and with it everybody who asks.
 */
@Readiness
@ApplicationScoped
class EverInSync implements HealthCheck {
  private volatile RuntimeInfo info;

  /** Before the start, which keeps everybody from this information until it is over. */
  void prepare(
      @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent start,
      Operator operator) {
    info = operator.getRuntimeInfo();
  }

  @Override
  public HealthCheckResponse call() {
    var now = info;
    return HealthCheckResponse.builder()
        .name("all objects were listed")
        .status(now != null && now.isStarted() && now.allEventSourcesAreHealthy())
        .build();
  }
}
