package dev.compilefarm.dispatcher;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;

import dev.compilefarm.dispatcher.api.WallClock;
import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
import dev.compilefarm.dispatcher.canary.Canary;
import dev.compilefarm.dispatcher.canary.CanaryLimits;
import dev.compilefarm.dispatcher.canary.CanarySender;
import dev.compilefarm.dispatcher.clients.SharedAddresses;
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
import dev.compilefarm.dispatcher.dispatch.Refusals;
import dev.compilefarm.dispatcher.history.KnownTimes;
import dev.compilefarm.dispatcher.http.HttpLimits;
import dev.compilefarm.dispatcher.http.HttpListener;
import dev.compilefarm.dispatcher.identity.Operator;
import dev.compilefarm.dispatcher.identity.ServiceAccountOperator;
import dev.compilefarm.dispatcher.identity.SigningKeys;
import dev.compilefarm.dispatcher.joblog.JobLogLine;
import dev.compilefarm.dispatcher.joblog.RefusalLog;
import dev.compilefarm.dispatcher.joblog.SetAsideLog;
import dev.compilefarm.dispatcher.liveness.PortQuestions;
import dev.compilefarm.dispatcher.liveness.VolunteerWatch;
import dev.compilefarm.dispatcher.load.LoadJson;
import dev.compilefarm.dispatcher.load.LoadStream;
import dev.compilefarm.dispatcher.load.LoadView;
import dev.compilefarm.dispatcher.metrics.DiscoveryMeters;
import dev.compilefarm.dispatcher.metrics.HttpCounters;
import dev.compilefarm.dispatcher.metrics.JobMeters;
import dev.compilefarm.dispatcher.metrics.LoadGauges;
import dev.compilefarm.dispatcher.metrics.ProtocolCounters;
import dev.compilefarm.dispatcher.metrics.RefusalCounters;
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
import dev.compilefarm.dispatcher.spool.SpoolShares;
import dev.compilefarm.dispatcher.spool.SpoolStores;
import dev.compilefarm.dispatcher.succession.NotAllowedException;
import dev.compilefarm.dispatcher.succession.PodSuccession;
import dev.compilefarm.dispatcher.succession.Succession;
import dev.compilefarm.dispatcher.times.KeptTimes;
import dev.compilefarm.dispatcher.transport.Connector;
import dev.compilefarm.dispatcher.transport.Deadlines;
import dev.compilefarm.dispatcher.transport.NameResolver;
import dev.compilefarm.dispatcher.transport.PortProbe;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds the plain objects of the dispatcher; the only place that knows them all. */
@Singleton
class Wiring {
  /** Where every service account may read them (system:service-account-issuer-discovery). */
  private static final String KEYS_PATH = "/openid/v1/jwks";

  /** Of a question who comes after this dispatcher, which is asked each second. */
  private static final int API_PATIENCE_MILLIS = 3_000;

  private Optional<SpoolDisk> disk = Optional.empty();
  private Optional<KeptTimes> times = Optional.empty();

  @Produces
  @Singleton
  Dispatch dispatch(
      DispatcherConfig config, MeterRegistry registry, Connector connector, Deadlines deadlines) {
    QueueLimits limits =
        QueueLimits.of(
                config.queue().maxQueuedJobs(),
                Duration.ofSeconds(config.queue().maxWaitSeconds()),
                clientPatience(config))
            .feedingAfter(
                Duration.ofSeconds(config.queue().clientPatienceSeconds()),
                clientPatienceByTenant(config));
    times = config.spool().directory().map(Path::of).map(KeptTimes::new);
    SetAsideLog setAside = new SetAsideLog();
    Dispatch dispatch =
        new Dispatch(
            limits,
            shares(config),
            sharedAddresses(config),
            refusals(config),
            times.map(KeptTimes::read).orElseGet(KnownTimes::new),
            System::nanoTime,
            observer(registry, setAside));
    times.ifPresent(kept -> kept.keep(dispatch::jobsLearned, dispatch::knownTimes));
    setAside.allFailing(dispatch::allFailing);
    Canary canary = new Canary(connector, deadlines, CanaryLimits.DEFAULTS);
    dispatch.askBy(new CanarySender(canary, dispatch::answered));
    return dispatch;
  }

  private static JobObserver observer(MeterRegistry registry, JobObserver setAside) {
    List<JobObserver> observers =
        List.of(
            new JobMeters(registry),
            new RefusalCounters(registry),
            new ProtocolCounters(registry),
            new JobLogLine(),
            new RefusalLog(),
            setAside);
    return job -> observers.forEach(observer -> observer.ended(job));
  }

  private static Refusals refusals(DispatcherConfig config) {
    return new Refusals(
        config.namespace().flatMap(namespace -> config.farm().map(farm -> namespace + "/" + farm)),
        Duration.ofSeconds(config.jobLifetimeSeconds()));
  }

  private static TenantShares shares(DispatcherConfig config) {
    TenantShare others =
        TenantShare.equal(
            config.queue().maxQueuedJobsPerTenant(),
            config
                .queue()
                .maxQueuedBytesPerTenant()
                .orElseGet(() -> spoolShares(config).requestBytesPerTenant()));
    Map<String, TenantShare> named =
        config.tenants().orElse(List.of()).stream()
            .map(text -> TenantSyntax.parse(text, others))
            .collect(Collectors.toMap(NamedTenant::name, NamedTenant::share, (a, b) -> b));
    return new TenantShares(named, others);
  }

  private static SpoolShares spoolShares(DispatcherConfig config) {
    DispatcherConfig.Spool spool = config.spool();
    return new SpoolShares(
        Runtime.getRuntime().maxMemory(),
        spool
            .directory()
            .map(directory -> new SpoolShares.Disk(spool.diskBytes(), spool.memoryBytesPerJob())));
  }

  /** On a machine with fixed volunteers, a client on the same one is an ordinary client. */
  private static SharedAddresses sharedAddresses(DispatcherConfig config) {
    return new SharedAddresses(
        config.volunteers().isEmpty(),
        config.clientJobs(),
        config.nodeAddress().map(address -> InetAddress.ofLiteral(address).getHostAddress()));
  }

  private static Map<String, Duration> clientPatienceByTenant(DispatcherConfig config) {
    Map<String, Duration> patience = new HashMap<>();
    config.tenants().orElse(List.of()).stream()
        .map(text -> TenantSyntax.parse(text, TenantShare.equal(1)))
        .forEach(tenant ->
            tenant.clientPatience().ifPresent(after -> patience.put(tenant.name(), after)));
    return patience;
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
  Succession succession(DispatcherConfig config, Instance<KubernetesClient> kubernetes) {
    if (config.pod().isEmpty() || config.volunteers().isPresent()) {
      return Succession.NONE;
    }
    return new PodSuccession(
        path -> raw(kubernetes.get(), path),
        config.namespace().orElseThrow(),
        config.farm().orElseThrow(),
        config.pod().get(),
        Duration.ofSeconds(config.successorWaitSeconds()),
        System::nanoTime);
  }

  /** One attempt: who asks, asks again. */
  private static String raw(KubernetesClient client, String path) {
    try {
      return client
          .adapt(NamespacedKubernetesClient.class)
          .withRequestConfig(
              new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                  .withRequestRetryBackoffLimit(0)
                  .withRequestTimeout(API_PATIENCE_MILLIS)
                  .build())
          .call(once -> once.raw(path));
    } catch (KubernetesClientException e) {
      boolean isNotAllowed =
          e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED
              || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
      throw isNotAllowed ? new NotAllowedException(e) : e;
    }
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
  Connector connector() {
    return new Connector(new NameResolver());
  }

  @Produces
  @Singleton
  VolunteerWatch volunteerWatch(Dispatch dispatch, Connector connector) {
    return new VolunteerWatch(
        dispatch, PortQuestions.over(new PortProbe(connector), VolunteerWatch.PATIENCE));
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
      Connector connector,
      Waits waits,
      MeterRegistry registry) {
    disk = config.spool().directory().map(Wiring::disk);
    TenantShares shares = shares(config);
    ToIntFunction<String> weights = tenant -> shares.of(tenant).weight();
    SpoolShares spool = spoolShares(config);
    SpoolStores requests = stores(spool.requests(), SpoolShares.REQUEST_STALLS, weights, disk);
    SpoolStores replies = stores(spool.replies(), SpoolShares.REPLY_STALLS, weights, disk);
    OpenConnections connections =
        new OpenConnections(config.maxConnections(), config.maxConnectionsPerAddress(), weights);
    LoadGauges.register(registry, dispatch, connections, requests, replies);
    SessionContext context =
        new SessionContext(
            dispatch,
            requests,
            replies,
            deadlines,
            connector,
            protocolLimits(config),
            waits,
            new SessionCounters(registry));
    return new DistccServer(context, connections);
  }

  private static ProtocolLimits protocolLimits(DispatcherConfig config) {
    long source = config.queue().maxSourceBytes();
    long object = config.queue().maxObjectBytes();
    return config.spool().directory().isPresent()
        ? ProtocolLimits.onDisk(source, object)
        : ProtocolLimits.inMemory(source, object);
  }

  /** After the last connection has ended. */
  @PreDestroy
  void closeDisk() {
    disk.ifPresent(SpoolDisk::close);
    times.ifPresent(KeptTimes::close);
  }

  private static SpoolDisk disk(String directory) {
    SpoolDisk disk = new SpoolDisk(Path.of(directory), System::nanoTime);
    disk.deleteLeftovers();
    return disk;
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
