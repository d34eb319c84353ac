package dev.compilefarm.dispatcher;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Probes. Ready means that a job which comes now is taken and will be run or held; without
 * volunteers that is so too, and where the API server is away, once the volunteers were known.
 * Alive means that what must run all the time does; that never depends on the API server, because a
 * new process would know less than this one and end every job.
 */
@ApplicationScoped
public class Health {
  private final DispatcherLife life;

  public Health(DispatcherLife life) {
    this.life = life;
  }

  @Produces
  @Readiness
  HealthCheck ready() {
    return () ->
        HealthCheckResponse.named("takes jobs")
            .status(life.isAccepting() && life.knowsVolunteers())
            .withData("ports open", life.isAccepting())
            .withData("volunteers known", life.knowsVolunteers())
            .build();
  }

  @Produces
  @Liveness
  HealthCheck alive() {
    return () ->
        HealthCheckResponse.named("runs")
            .status(life.isTicking() && !life.hasLostPort())
            .withData("keeps time", life.isTicking())
            .withData("port lost", life.hasLostPort())
            .build();
  }
}
