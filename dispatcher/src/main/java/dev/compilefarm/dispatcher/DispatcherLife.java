package dev.compilefarm.dispatcher;

import dev.compilefarm.dispatcher.config.ConfigCheck;
import dev.compilefarm.dispatcher.config.DispatcherConfig;
import dev.compilefarm.dispatcher.config.EntryPortSyntax;
import dev.compilefarm.dispatcher.discovery.Discovery;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.http.HttpListener;
import dev.compilefarm.dispatcher.identity.Operator;
import dev.compilefarm.dispatcher.liveness.VolunteerWatch;
import dev.compilefarm.dispatcher.load.LoadStream;
import dev.compilefarm.dispatcher.report.ReportServer;
import dev.compilefarm.dispatcher.server.DistccServer;
import dev.compilefarm.dispatcher.server.EntryPort;
import dev.compilefarm.dispatcher.succession.Succession;
import dev.compilefarm.dispatcher.transport.Deadlines;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Starts and stops the dispatcher. To stop is: wait until a successor takes jobs where one is to
 * come, take no more connections, finish those that stand within the grace period, end. Of what it
 * knows it keeps how long jobs took, where it has a disk, and nothing else. The process's exit code
 * is 0 when all was finished, 1 when the grace period was too short.
 */
@Singleton
public class DispatcherLife {
  private static final Logger LOG = Logger.getLogger(DispatcherLife.class);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration TICK_OVERDUE = Duration.ofSeconds(30);

  /** Between two looks, while jobs are being finished, whether all of the farm goes. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final DispatcherConfig config;
  private final Dispatch dispatch;
  private final DistccServer server;
  private final Deadlines deadlines;
  private final VolunteerWatch watch;
  private final LoadStream loadStream;
  private final Instance<Discovery> discoveries;
  private final Instance<ReportServer> reportServers;
  private final Instance<Operator> operators;
  private final Succession succession;
  private final HttpListener admin;
  private final Vertx vertx;
  private final String adminHost;
  private final int adminPort;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ticker").daemon().factory());
  private volatile Optional<Discovery> discovery = Optional.empty();
  private volatile long tickedAtNanos;
  private volatile boolean drained;

  DispatcherLife(
      DispatcherConfig config,
      Dispatch dispatch,
      DistccServer server,
      Deadlines deadlines,
      VolunteerWatch watch,
      LoadStream loadStream,
      Instance<Discovery> discoveries,
      Instance<ReportServer> reportServers,
      Instance<Operator> operators,
      Succession succession,
      HttpListener admin,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.http.host") String adminHost,
      @ConfigProperty(name = "quarkus.http.port") int adminPort) {
    this.config = config;
    this.dispatch = dispatch;
    this.server = server;
    this.deadlines = deadlines;
    this.watch = watch;
    this.loadStream = loadStream;
    this.discoveries = discoveries;
    this.reportServers = reportServers;
    this.operators = operators;
    this.succession = succession;
    this.admin = admin;
    this.vertx = vertx;
    this.adminHost = adminHost;
    this.adminPort = adminPort;
  }

  void start(@Observes StartupEvent event) throws IOException, InterruptedException {
    List<String> problems = ConfigCheck.problems(config);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(String.join("\n", problems));
    }
    tick();
    // Its end is told by isTicking, so nobody needs the future.
    Future<?> _ =
        ticker.scheduleAtFixedRate(
            this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    Future<?> _ = ticker.scheduleAtFixedRate(this::ask, 1, 1, TimeUnit.SECONDS);
    discovery = Optional.of(discoveries.get());
    discovery.get().tick();
    Thread.ofVirtual().name("succession").start(succession::begin);
    List<EntryPort> entries = config.ports().stream().map(EntryPortSyntax::parse).toList();
    server.open(entries);
    openReportPort(entries);
    // From now on the keys are asked for.
    LOG.debugf("The operator is %s", operators.get());
    admin.open(vertx, adminHost, adminPort, VertxHttpRecorder.getRootHandler());
    ExitCode.afterStopOf(Application.currentApplication(), () -> drained ? 0 : 1);
  }

  /**
   * Comes before {@link #stop} and while the probes still answer: a kubelet that got no answer to
   * its liveness probe would end the process in the middle of this.
   */
  void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
    succession.await();
    Duration grace = Duration.ofSeconds(config.shutdownGraceSeconds());
    server.close();
    LOG.infof("Taking no more jobs; finishing what is here within %s", grace);
    drained = finish(grace);
    if (!drained) {
      LOG.errorf(
          "Stopping with %d jobs queued and %d running: the grace of %s is over",
          dispatch.snapshot().queued(), dispatch.snapshot().running(), grace);
    }
    // Only now: while jobs are being finished there is something to tell.
    loadStream.end();
  }

  void stop(@Observes ShutdownEvent event) {
    discovery.ifPresent(Discovery::close);
    ticker.shutdownNow();
  }

  /** Waits for the jobs that are here; sends those home that nobody will run. */
  private boolean finish(Duration grace) throws InterruptedException {
    long endNanos = System.nanoTime() + grace.toNanos();
    Duration left = grace;
    while (!server.awaitIdle(Duration.ZERO) && left.isPositive()) {
      if (dispatch.snapshot().queued() > 0 && succession.endsAll()) {
        dispatch.sendQueuedHome();
      }
      boolean _ = server.awaitIdle(left.compareTo(LOOK) < 0 ? left : LOOK);
      left = Duration.ofNanos(endNanos - System.nanoTime());
    }
    return server.awaitIdle(Duration.ZERO);
  }

  /** Whether clients can connect. */
  public boolean isAccepting() {
    return server.isAccepting();
  }

  /** Whether the volunteers are known, or were: an old list is better than none. */
  public boolean knowsVolunteers() {
    return discovery.map(Discovery::isComplete).orElse(false);
  }

  /** Whether a port was lost for good: then only a new process helps. */
  public boolean hasLostPort() {
    return server.hasFailed();
  }

  /** Whether waits are still being ended in time. */
  public boolean isTicking() {
    return System.nanoTime() - tickedAtNanos < TICK_OVERDUE.toNanos();
  }

  /** Fixed volunteers have nothing to report. */
  private void openReportPort(List<EntryPort> entries) throws IOException {
    int port = config.reportPort();
    if (config.volunteers().isPresent() || port == 0) {
      return;
    }
    if (entries.stream().anyMatch(entry -> entry.number() == port)) {
      LOG.infof("Port %d takes jobs, so volunteers report at the admin port", port);
      return;
    }
    reportServers.get().open(port);
  }

  /** Liveness depends on what ends waits, and on nothing that asks others. */
  private void tick() {
    boolean ended = survives("waits", dispatch::tick);
    boolean swept = survives("deadlines", deadlines::sweep);
    if (ended && swept) {
      tickedAtNanos = System.nanoTime();
    }
    discovery.ifPresent(present -> survives("discovery", present::tick));
  }

  /** The executor would silently drop all further ticks. */
  private static boolean survives(String what, Runnable tick) {
    try {
      tick.run();
      return true;
    } catch (Throwable e) {
      LOG.errorf(e, "The tick of %s failed", what);
      return false;
    }
  }

  private void ask() {
    survives("volunteers' ports", watch::ask);
  }
}
