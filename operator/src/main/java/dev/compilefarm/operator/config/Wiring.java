package dev.compilefarm.operator.config;

import dev.compilefarm.operator.load.LoadFollowing;
import dev.compilefarm.operator.load.TokenFile;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.reconcile.FarmEvents;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Makes the plain objects that the reconciler is given. */
final class Wiring {

  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  /**
   * The framework's own metrics, with bounded labels. Its default bean binds too late to count
   * anything.
   */
  @Produces
  @Singleton
  Metrics frameworkMetrics(MeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  @Produces
  @Singleton
  Settings settings(OperatorConfig config) {
    return new Settings(
        config.dispatcherImage(),
        config.volunteerImage(),
        config.imagePullPolicy().name(),
        config.serviceAccount(),
        new Settings.Switches(config.clientNamespaces(), config.networkPolicies()));
  }

  @Produces
  @Singleton
  Planner planner(Settings settings) {
    return new Planner(settings);
  }

  /** The kubelet names a container's host after its pod. */
  @Produces
  @Singleton
  FarmEvents events(KubernetesClient client) {
    return new FarmEvents(
        client, Optional.ofNullable(System.getenv("HOSTNAME")).orElse("operator"));
  }

  @Produces
  @Singleton
  LoadFollowing loads(OperatorConfig config, MeterRegistry registry) {
    return new LoadFollowing(new TokenFile(config.dispatcherTokenFile()), registry);
  }
}
