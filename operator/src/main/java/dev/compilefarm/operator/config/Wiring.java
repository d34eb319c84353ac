package dev.compilefarm.operator.config;

import dev.compilefarm.operator.load.LoadFollowing;
import dev.compilefarm.operator.load.TokenFile;
import dev.compilefarm.operator.plan.DispatcherLog;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.PodSettings;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.reconcile.FarmEvents;
import dev.compilefarm.operator.reconcile.FarmMetrics;
import dev.compilefarm.operator.reconcile.PlannerSource;
import dev.compilefarm.operator.reconcile.PodIds;
import dev.compilefarm.operator.reconcile.RolloutLimit;
import dev.compilefarm.operator.reconcile.StartMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
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
  PlannerSource planner(OperatorConfig config, KubernetesClient client) {
    PodIds ids = new PodIds(client, config.openshift());
    return () -> new Planner(settings(config, ids.areAssigned()));
  }

  private static Settings settings(OperatorConfig config, boolean idsAssigned) {
    return new Settings(
        config.dispatcherImage(),
        config.volunteerImage(),
        config.imagePullPolicy().name(),
        config.serviceAccount(),
        new PodSettings(
            config.toolsImage(),
            Architecture.ofJava(System.getProperty("os.arch")),
            config.packagedToolchain(),
            config.placeholderPriorityClass(),
            config.dispatcherRole(),
            idsAssigned,
            config.imagePullSecrets().orElse(List.of()),
            new DispatcherLog(config.logLevel().map(Enum::name), config.logJson())),
        switches(config),
        MonitoringPeers.parse(config.monitoringFrom()));
  }

  @Produces
  @Singleton
  RolloutLimit rolloutLimit(OperatorConfig config) {
    return new RolloutLimit(config.maxConcurrentRollouts());
  }

  @Produces
  @Singleton
  static Settings.Switches switches(OperatorConfig config) {
    return new Settings.Switches(
        config.clientNamespaces(),
        config.networkPolicies(),
        config.imagePrePull(),
        config.namespaceStatus());
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
  StartMetrics starts(MeterRegistry registry) {
    return new StartMetrics(registry);
  }

  @Produces
  @Singleton
  FarmMetrics farms(MeterRegistry registry) {
    return new FarmMetrics(registry);
  }

  @Produces
  @Singleton
  LoadFollowing loads(OperatorConfig config, MeterRegistry registry) {
    return new LoadFollowing(new TokenFile(config.dispatcherTokenFile()), registry);
  }
}
