package dev.compilefarm.dispatcher;

import dev.compilefarm.dispatcher.admin.WallClock;
import dev.compilefarm.dispatcher.config.DispatcherConfig;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.metrics.LoadGauges;
import dev.compilefarm.dispatcher.metrics.SessionCounters;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
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

/** Builds the plain objects of the dispatcher; the only place that knows them all. */
@Singleton
class Wiring {
  /** One replay: the first volunteer may have died of something else than this request. */
  private static final int ATTEMPTS = 2;

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
            ATTEMPTS);
    return new Dispatch(limits, System::nanoTime);
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
      DispatcherConfig config, Dispatch dispatch, Deadlines deadlines, MeterRegistry registry) {
    ByteBudget requests = budget(REQUEST_SHARE);
    ByteBudget replies = budget(REPLY_SHARE);
    OpenConnections connections = new OpenConnections(config.maxConnections());
    LoadGauges.register(registry, dispatch, connections, requests, replies);
    SessionContext context =
        new SessionContext(
            dispatch,
            requests,
            replies,
            deadlines,
            ProtocolLimits.DEFAULTS,
            Waits.forJobLifetime(Duration.ofSeconds(config.jobLifetimeSeconds())),
            new SessionCounters(registry));
    return new DistccServer(context, connections);
  }

  private static ByteBudget budget(double shareOfHeap) {
    return new ByteBudget((long) (Runtime.getRuntime().maxMemory() * shareOfHeap));
  }
}
