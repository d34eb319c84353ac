package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.TenantSpec;
import dev.compilefarm.operator.plan.DispatcherLog;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.QueuePlan;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The dispatcher's settings: one side of its contract with the operator. */
final class DispatcherEnvironment {
  private DispatcherEnvironment() {}

  static List<EnvVar> of(Plan plan) {
    QueuePlan queue = plan.dispatcher().queue();
    List<EnvVar> environment = new ArrayList<>();
    environment.add(Variable.of("COMPILEFARM_FARM", plan.names().farm()));
    environment.add(Variable.of("COMPILEFARM_NAMESPACE", plan.names().namespace()));
    environment.add(Variable.ofPod("COMPILEFARM_POD", "metadata.name"));
    plan.dispatcher()
        .operator()
        .ifPresent(operator -> environment.add(Variable.of("COMPILEFARM_OPERATOR", operator)));
    environment.add(Variable.of("COMPILEFARM_PORTS", ports(plan)));
    environment.add(Variable.of("COMPILEFARM_QUEUE_MAX_QUEUED_JOBS", queue.maxQueuedJobs()));
    environment.add(
        Variable.of(
            "COMPILEFARM_QUEUE_MAX_QUEUED_JOBS_PER_TENANT", queue.maxQueuedJobsPerTenant()));
    environment.add(Variable.of("COMPILEFARM_QUEUE_MAX_WAIT_SECONDS", queue.maxWaitSeconds()));
    environment.add(
        Variable.of("COMPILEFARM_QUEUE_CLIENT_PATIENCE_SECONDS", queue.clientPatienceSeconds()));
    queue
        .maxSourceBytes()
        .ifPresent(
            bytes -> environment.add(Variable.of("COMPILEFARM_QUEUE_MAX_SOURCE_BYTES", bytes)));
    queue
        .maxObjectBytes()
        .ifPresent(
            bytes -> environment.add(Variable.of("COMPILEFARM_QUEUE_MAX_OBJECT_BYTES", bytes)));
    if (!queue.tenants().isEmpty()) {
      environment.add(Variable.of("COMPILEFARM_TENANTS", tenants(queue.tenants())));
    }
    environment.add(Variable.of("COMPILEFARM_CLIENT_JOBS", plan.dispatcher().clientJobs()));
    environment.add(Variable.ofPod("COMPILEFARM_NODE_ADDRESS", "status.hostIP"));
    environment.add(Variable.of("COMPILEFARM_SPOOL_DIRECTORY", DispatcherSpool.DIRECTORY));
    environment.add(
        Variable.of("COMPILEFARM_SPOOL_DISK_BYTES", DispatcherSpool.diskBytes(plan.dispatcher())));
    environment.add(
        Variable.of("COMPILEFARM_JOB_LIFETIME_SECONDS", plan.dispatcher().jobLifetimeSeconds()));
    environment.add(
        Variable.of(
            "COMPILEFARM_SHUTDOWN_GRACE_SECONDS", DispatcherStop.graceSeconds(plan.dispatcher())));
    environment.add(
        Variable.of("COMPILEFARM_SUCCESSOR_WAIT_SECONDS", DispatcherStop.SUCCESSOR_SECONDS));
    DispatcherLog log = plan.pods().dispatcherLog();
    log.level().ifPresent(level -> environment.add(Variable.of("COMPILEFARM_LOG_LEVEL", level)));
    if (log.json()) {
      environment.add(Variable.of("COMPILEFARM_LOG_JSON", "true"));
    }
    return List.copyOf(environment);
  }

  /** As {@code 3632,3633,3642=nightly}. */
  private static String ports(Plan plan) {
    return EntryPort.of(plan).stream()
        .map(port -> port.number() + port.tenant().map(name -> "=" + name).orElse(""))
        .collect(Collectors.joining(","));
  }

  private static String tenants(List<TenantSpec> tenants) {
    return tenants.stream().map(DispatcherEnvironment::tenant).collect(Collectors.joining(","));
  }

  /** As {@code nightly weight=1 max-running=8 max-queued=200}. */
  private static String tenant(TenantSpec tenant) {
    String text = tenant.name() + " weight=" + tenant.weight();
    if (tenant.maxRunningJobs() != null) {
      text += " max-running=" + tenant.maxRunningJobs();
    }
    if (tenant.maxQueuedJobs() != null) {
      text += " max-queued=" + tenant.maxQueuedJobs();
    }
    if (tenant.clientPatienceSeconds() != null) {
      text += " client-patience=" + tenant.clientPatienceSeconds();
    }
    return text;
  }
}
