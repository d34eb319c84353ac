package dev.compilefarm.dispatcher;

import dev.compilefarm.dispatcher.admin.WallClock;
import dev.compilefarm.dispatcher.config.DispatcherConfig;
import dev.compilefarm.dispatcher.config.TenantSyntax;
import dev.compilefarm.dispatcher.config.TenantSyntax.NamedTenant;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.liveness.VolunteerWatch;
import dev.compilefarm.dispatcher.metrics.LoadGauges;
import dev.compilefarm.dispatcher.metrics.SessionCounters;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.server.DistccServer;
import dev.compilefarm.dispatcher.server.OpenConnections;
import dev.compilefarm.dispatcher.session.SessionContext;
import dev.compilefarm.dispatcher.session.Waits;
import dev.compilefarm.dispatcher.spool.ByteBudget;
import dev.compilefarm.dispatcher.transport.Deadlines;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds the plain objects of the dispatcher; the only place that knows them all. */
@Singleton
class Wiring {
  /** Replayed at most twice: who fails three volunteers is likely to fail all. */
  private static final int ATTEMPTS = 3;

  /** Share of a client's patience after which it is fed, so that no byte comes too late. */
  private static final double FEED_SHARE = 0.8;

  /**
   * Shares of the heap. With the image's heap of 307 MiB and one overdraft of 64 MiB on each budget
   * that makes 266 MiB at the very most; the rest is for connections, threads and the framework.
   */
  private static final double REQUEST_SHARE = 0.3;

  private static final double REPLY_SHARE = 0.15;

  @Produces
  @Singleton
  Dispatch dispatch(DispatcherConfig config) {
    QueueLimits limits =
        new QueueLimits(
            config.queue().maxQueuedJobs(),
            Duration.ofSeconds(config.queue().maxWaitSeconds()),
            ATTEMPTS,
            Duration.ofMillis((long) (clientPatience(config).toMillis() * FEED_SHARE)));
    return new Dispatch(limits, shares(config), System::nanoTime, job -> {});
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
    return new WallClock(Instant.now(), System.nanoTime());
  }

  @Produces
  @Singleton
  DistccServer server(
      DispatcherConfig config,
      Dispatch dispatch,
      Deadlines deadlines,
      Waits waits,
      MeterRegistry registry) {
    ByteBudget requests = budget(REQUEST_SHARE);
    ByteBudget replies = budget(REPLY_SHARE);
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

  private static ByteBudget budget(double shareOfHeap) {
    return new ByteBudget((long) (Runtime.getRuntime().maxMemory() * shareOfHeap));
  }
}
