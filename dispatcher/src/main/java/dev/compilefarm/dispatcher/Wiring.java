package dev.compilefarm.dispatcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.dispatcher.admin.JobLogLine;
import dev.compilefarm.dispatcher.admin.LoadStream;
import dev.compilefarm.dispatcher.admin.LoadView;
import dev.compilefarm.dispatcher.admin.PoisonLog;
import dev.compilefarm.dispatcher.admin.ReportObserver;
import dev.compilefarm.dispatcher.admin.WallClock;
import dev.compilefarm.dispatcher.config.DispatcherConfig;
import dev.compilefarm.dispatcher.config.FixedVolunteer;
import dev.compilefarm.dispatcher.config.TenantSyntax;
import dev.compilefarm.dispatcher.config.TenantSyntax.NamedTenant;
import dev.compilefarm.dispatcher.discovery.Discovery;
import dev.compilefarm.dispatcher.discovery.FixedDiscovery;
import dev.compilefarm.dispatcher.discovery.PodDiscovery;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.JobObserver;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.http.HttpLimits;
import dev.compilefarm.dispatcher.http.HttpListener;
import dev.compilefarm.dispatcher.identity.Operator;
import dev.compilefarm.dispatcher.identity.ServiceAccountOperator;
import dev.compilefarm.dispatcher.identity.SigningKeys;
import dev.compilefarm.dispatcher.liveness.VolunteerWatch;
import dev.compilefarm.dispatcher.metrics.HttpCounters;
import dev.compilefarm.dispatcher.metrics.JobMeters;
import dev.compilefarm.dispatcher.metrics.LoadGauges;
import dev.compilefarm.dispatcher.metrics.ReportCounters;
import dev.compilefarm.dispatcher.metrics.SessionCounters;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.server.DistccServer;
import dev.compilefarm.dispatcher.server.OpenConnections;
import dev.compilefarm.dispatcher.session.SessionContext;
import dev.compilefarm.dispatcher.session.Waits;
import dev.compilefarm.dispatcher.spool.BlockPool;
import dev.compilefarm.dispatcher.spool.SpoolBudget;
import dev.compilefarm.dispatcher.spool.SpoolDisk;
import dev.compilefarm.dispatcher.spool.SpoolStores;
import dev.compilefarm.dispatcher.transport.Deadlines;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds the plain objects of the dispatcher; the only place that knows them all. */
@Singleton
class Wiring {
  /** Who fails three volunteers is likely to fail all. */
  private static final int FAILURES = 3;

  /**
   * Volunteers that leave prove nothing against a job, but ten of them in a row are no accident.
   */
  private static final int ATTEMPTS = 10;

  /** Share of a client's patience after which it is fed, so that no byte comes too late. */
  private static final double FEED_SHARE = 0.8;

  /**
   * The spool's memory is outside the heap, but in proportion to it, as both are to the pod's
   * memory. With 512 MiB and the image's share the heap has 230 MiB, and this makes 138 MiB; the
   * JVM itself needs 90. Without a disk, one overdraft of 64 MiB on each goes to the heap.
   */
  private static final double REQUEST_MEMORY = 0.4;

  private static final double REPLY_MEMORY = 0.2;

  /** Of the disk; the rest is for replies, of which there are only as many as slots. */
  private static final double REQUEST_DISK = 0.875;

  /** Where every service account may read them (system:service-account-issuer-discovery). */
  private static final String KEYS_PATH = "/openid/v1/jwks";

  @Produces
  @Singleton
  Dispatch dispatch(DispatcherConfig config, MeterRegistry registry) {
    QueueLimits limits =
        new QueueLimits(
            config.queue().maxQueuedJobs(),
            Duration.ofSeconds(config.queue().maxWaitSeconds()),
            FAILURES,
            ATTEMPTS,
            Duration.ofMillis((long) (clientPatience(config).toMillis() * FEED_SHARE)));
    return new Dispatch(limits, shares(config), System::nanoTime, observer(registry));
  }

  private static JobObserver observer(MeterRegistry registry) {
    JobObserver meters = new JobMeters(registry);
    JobObserver logLine = new JobLogLine();
    JobObserver poison = new PoisonLog();
    return job -> {
      meters.ended(job);
      logLine.ended(job);
      poison.ended(job);
    };
  }

  private static TenantShares shares(DispatcherConfig config) {
    int queuedMax = config.queue().maxQueuedJobsPerTenant();
    Map<String, TenantShare> named =
        config.tenants().orElse(List.of()).stream()
            .map(text -> TenantSyntax.parse(text, queuedMax))
            .collect(Collectors.toMap(NamedTenant::name, NamedTenant::share, (a, b) -> b));
    return new TenantShares(named, TenantShare.equal(queuedMax));
  }

  private static Duration clientPatience(DispatcherConfig config) {
    return Duration.ofSeconds(config.clientIoTimeoutSeconds());
  }

  @Produces
  @Singleton
  Waits waits(DispatcherConfig config) {
    return Waits.of(clientPatience(config), Duration.ofSeconds(config.jobLifetimeSeconds()));
  }

  /** Begins to look for volunteers when it is first asked for. */
  @Produces
  @Singleton
  Discovery discovery(
      DispatcherConfig config, Dispatch dispatch, Instance<KubernetesClient> kubernetes) {
    if (config.volunteers().isPresent()) {
      return new FixedDiscovery(
          config.volunteers().get().stream().map(FixedVolunteer::parse).toList(), dispatch);
    }
    return new PodDiscovery(
        kubernetes.get(), config.namespace().orElseThrow(), config.farm().orElseThrow(), dispatch);
  }

  @Produces
  @Singleton
  ReportObserver reportObserver(MeterRegistry registry) {
    return new ReportCounters(registry);
  }

  /** Begins to ask for the keys of its token when it is first asked for. */
  @Produces
  @Singleton
  Operator operator(DispatcherConfig config, Instance<KubernetesClient> kubernetes) {
    return config
        .operator()
        .<Operator>map(subject ->
            new ServiceAccountOperator(
                subject,
                new SigningKeys(() -> kubernetes.get().raw(KEYS_PATH)),
                InstantSource.system()))
        .orElse(Operator.UNKNOWN);
  }

  @Produces
  @Singleton
  HttpListener httpListener(
      DispatcherConfig config,
      @ConfigProperty(name = "quarkus.http.idle-timeout") Duration silence,
      MeterRegistry registry) {
    HttpListener listener =
        new HttpListener(
            HttpLimits.of(config.maxAdminConnections(), silence),
            System::nanoTime,
            new HttpCounters(registry));
    LoadGauges.register(registry, listener);
    return listener;
  }

  @Produces
  @Singleton
  VolunteerWatch volunteerWatch(Dispatch dispatch, Waits waits) {
    return new VolunteerWatch(dispatch, waits.probe());
  }

  @Produces
  @Singleton
  Deadlines deadlines() {
    return new Deadlines(System::nanoTime);
  }

  @Produces
  @Singleton
  WallClock wallClock() {
    return new WallClock(System::nanoTime, Instant.now(), System.nanoTime());
  }

  @Produces
  @Singleton
  LoadStream loadStream(Dispatch dispatch, ObjectMapper json, MeterRegistry registry) {
    LoadStream stream =
        new LoadStream(
            () -> LoadView.of(dispatch.snapshot()), load -> written(json, load), System::nanoTime);
    dispatch.onChange(stream::changed);
    LoadGauges.register(registry, stream);
    return stream;
  }

  private static String written(ObjectMapper json, LoadView load) {
    try {
      return json.writeValueAsString(load);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the load cannot be written as JSON", e);
    }
  }

  @Produces
  @Singleton
  DistccServer server(
      DispatcherConfig config,
      Dispatch dispatch,
      Deadlines deadlines,
      Waits waits,
      MeterRegistry registry) {
    Optional<SpoolDisk> disk = config.spool().directory().map(Wiring::disk);
    SpoolStores requests = stores(config, REQUEST_MEMORY, REQUEST_DISK, disk);
    SpoolStores replies = stores(config, REPLY_MEMORY, 1 - REQUEST_DISK, disk);
    OpenConnections connections =
        new OpenConnections(config.maxConnections(), config.maxConnectionsPerAddress());
    LoadGauges.register(registry, dispatch, connections, requests, replies);
    SessionContext context =
        new SessionContext(
            dispatch,
            requests,
            replies,
            deadlines,
            ProtocolLimits.DEFAULTS,
            waits,
            new SessionCounters(registry));
    return new DistccServer(context, connections);
  }

  private static SpoolDisk disk(String directory) {
    SpoolDisk disk = new SpoolDisk(Path.of(directory), System::nanoTime);
    disk.deleteLeftovers();
    return disk;
  }

  private static SpoolStores stores(
      DispatcherConfig config, double memoryShare, double diskShare, Optional<SpoolDisk> disk) {
    long memoryBytes = (long) (Runtime.getRuntime().maxMemory() * memoryShare);
    SpoolBudget.Limits limits =
        disk.isPresent()
            ? new SpoolBudget.Limits(
                memoryBytes,
                config.spool().memoryBytesPerJob(),
                (long) (config.spool().diskBytes() * diskShare))
            : SpoolBudget.Limits.ofMemory(memoryBytes);
    return SpoolStores.of(limits, new BlockPool(memoryBytes), disk);
  }
}
