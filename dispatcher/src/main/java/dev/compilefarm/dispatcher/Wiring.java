package dev.compilefarm.dispatcher;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;

import dev.compilefarm.dispatcher.api.WallClock;
import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
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
import dev.compilefarm.dispatcher.joblog.JobLogLine;
import dev.compilefarm.dispatcher.joblog.PoisonLog;
import dev.compilefarm.dispatcher.liveness.VolunteerWatch;
import dev.compilefarm.dispatcher.load.LoadJson;
import dev.compilefarm.dispatcher.load.LoadStream;
import dev.compilefarm.dispatcher.load.LoadView;
import dev.compilefarm.dispatcher.metrics.DiscoveryMeters;
import dev.compilefarm.dispatcher.metrics.HttpCounters;
import dev.compilefarm.dispatcher.metrics.JobMeters;
import dev.compilefarm.dispatcher.metrics.LoadGauges;
import dev.compilefarm.dispatcher.metrics.ReportCounters;
import dev.compilefarm.dispatcher.metrics.SessionCounters;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.report.ReportDesk;
import dev.compilefarm.dispatcher.report.ReportServer;
import dev.compilefarm.dispatcher.server.DistccServer;
import dev.compilefarm.dispatcher.server.OpenConnections;
import dev.compilefarm.dispatcher.session.SessionContext;
import dev.compilefarm.dispatcher.session.Waits;
import dev.compilefarm.dispatcher.spool.BlockPool;
import dev.compilefarm.dispatcher.spool.SpoolBudget;
import dev.compilefarm.dispatcher.spool.SpoolDisk;
import dev.compilefarm.dispatcher.spool.SpoolStores;
import dev.compilefarm.dispatcher.transport.Deadlines;
import dev.compilefarm.dispatcher.transport.NameResolver;
import dev.compilefarm.dispatcher.transport.PortProbe;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
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

  /**
   * Requests that wait for room: with 64 KiB each and as much again for its books, the kernel has
   * 64 MiB for them.
   */
  private static final int WAITING_REQUESTS = 512;

  /** Who has begun to send its source, or a reply, has nothing to wait for. */
  private static final Duration SENDING_STALL = Duration.ofSeconds(10);

  /** A reply that waits for room holds a slot meanwhile. */
  private static final Duration TAKING_STALL = Duration.ofMillis(100);

  /** Who holds little is not closed for the haste of who holds much. */
  private static final Duration TAKING_STALL_OF_LIGHTER = Duration.ofSeconds(5);

  private Optional<SpoolDisk> disk = Optional.empty();

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
    TenantShare others =
        TenantShare.equal(
            config.queue().maxQueuedJobsPerTenant(),
            config.queue().maxQueuedBytesPerTenant().orElseGet(() -> roomOfRequests(config) / 2));
    Map<String, TenantShare> named =
        config.tenants().orElse(List.of()).stream()
            .map(text -> TenantSyntax.parse(text, others))
            .collect(Collectors.toMap(NamedTenant::name, NamedTenant::share, (a, b) -> b));
    return new TenantShares(named, others);
  }

  private static long roomOfRequests(DispatcherConfig config) {
    Limits limits = limits(config, REQUEST_MEMORY, REQUEST_DISK, WAITING_REQUESTS);
    return (limits.memory() + limits.disk()) * BLOCK_BYTES;
  }

  private static Duration clientPatience(DispatcherConfig config) {
    return Duration.ofSeconds(config.clientIoTimeoutSeconds());
  }

  @Produces
  @Singleton
  Waits waits(DispatcherConfig config) {
    return Waits.of(clientPatience(config), Duration.ofSeconds(config.jobLifetimeSeconds()));
  }

  /** Begins to look for volunteers at its first tick. */
  @Produces
  @Singleton
  Discovery discovery(
      DispatcherConfig config,
      Dispatch dispatch,
      Instance<KubernetesClient> kubernetes,
      MeterRegistry registry) {
    Discovery discovery =
        config.volunteers().isPresent()
            ? new FixedDiscovery(
                config.volunteers().get().stream().map(FixedVolunteer::parse).toList(), dispatch)
            : new PodDiscovery(
                kubernetes.get(),
                config.namespace().orElseThrow(),
                config.farm().orElseThrow(),
                dispatch,
                new DiscoveryMeters(registry),
                Duration.ofSeconds(config.volunteerListMaxAgeSeconds()));
    DiscoveryMeters.register(registry, discovery);
    return discovery;
  }

  @Produces
  @Singleton
  ReportDesk reportDesk(Discovery discovery, MeterRegistry registry) {
    return new ReportDesk(
        discovery, new ReportCounters(registry), System::nanoTime, new SecureRandom().nextInt());
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
  ReportServer reportServer(Vertx vertx, ReportDesk desk) {
    return new ReportServer(vertx, desk);
  }

  @Produces
  @Singleton
  NameResolver names() {
    return new NameResolver();
  }

  @Produces
  @Singleton
  VolunteerWatch volunteerWatch(Dispatch dispatch, NameResolver names, Waits waits) {
    return new VolunteerWatch(dispatch, new PortProbe(names), waits.probe());
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
  LoadStream loadStream(Dispatch dispatch, MeterRegistry registry) {
    LoadStream stream =
        new LoadStream(() -> LoadView.of(dispatch.snapshot()), LoadJson::of, System::nanoTime);
    dispatch.onChange(stream::changed);
    LoadGauges.register(registry, stream);
    return stream;
  }

  @Produces
  @Singleton
  DistccServer server(
      DispatcherConfig config,
      Dispatch dispatch,
      Deadlines deadlines,
      NameResolver names,
      Waits waits,
      MeterRegistry registry) {
    disk = config.spool().directory().map(Wiring::disk);
    TenantShares shares = shares(config);
    ToIntFunction<String> weights = tenant -> shares.of(tenant).weight();
    SpoolStores requests =
        stores(
            limits(config, REQUEST_MEMORY, REQUEST_DISK, WAITING_REQUESTS),
            new Stalls(SENDING_STALL, Stalls.NEVER, Stalls.NEVER),
            weights,
            disk);
    SpoolStores replies =
        stores(
            limits(config, REPLY_MEMORY, 1 - REQUEST_DISK, Integer.MAX_VALUE),
            new Stalls(SENDING_STALL, TAKING_STALL, TAKING_STALL_OF_LIGHTER),
            weights,
            disk);
    OpenConnections connections =
        new OpenConnections(config.maxConnections(), config.maxConnectionsPerAddress(), weights);
    LoadGauges.register(registry, dispatch, connections, requests, replies);
    SessionContext context =
        new SessionContext(
            dispatch,
            requests,
            replies,
            deadlines,
            names,
            ProtocolLimits.DEFAULTS,
            waits,
            new SessionCounters(registry));
    return new DistccServer(context, connections);
  }

  /** After the last connection has ended. */
  @PreDestroy
  void deleteSpool() {
    disk.ifPresent(SpoolDisk::close);
  }

  private static SpoolDisk disk(String directory) {
    SpoolDisk disk = new SpoolDisk(Path.of(directory), System::nanoTime);
    disk.deleteLeftovers();
    return disk;
  }

  private static Limits limits(
      DispatcherConfig config, double memoryShare, double diskShare, int waiting) {
    long memory = (long) (Runtime.getRuntime().maxMemory() * memoryShare) / BLOCK_BYTES;
    return config.spool().directory().isPresent()
        ? new Limits(
            memory,
            config.spool().memoryBytesPerJob() / BLOCK_BYTES,
            (long) (config.spool().diskBytes() * diskShare) / BLOCK_BYTES,
            waiting)
        : new Limits(memory, memory, 0, waiting);
  }

  private static SpoolStores stores(
      Limits limits, Stalls stalls, ToIntFunction<String> weights, Optional<SpoolDisk> disk) {
    SpoolBudget budget =
        new SpoolBudget(
            limits,
            stalls,
            weights,
            () -> disk.map(SpoolDisk::isUsable).orElse(false),
            System::nanoTime);
    return new SpoolStores(budget, new BlockPool(limits.memory() * BLOCK_BYTES), disk);
  }
}
