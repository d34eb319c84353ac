package dev.compilefarm.operator.load;

import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Hears the load of one pod, by its stream or, where there is none, by polls, on a virtual thread
 * of its own, until it is told to end. A pod that was lost is tried again and again.
 */
final class Follower {
  private static final Logger LOG = Logger.getLogger(Follower.class);

  private final DispatcherPod pod;
  private final DispatcherHttp http;
  private final Timing timing;
  private final LoadMetrics metrics;
  private final Runnable onChange;
  private final Thread thread;
  private final Semaphore becameReady = new Semaphore(0);
  private volatile LoadReport report;
  private boolean wasReady;
  // Below: only on the thread.
  private final IntakeRate rate = new IntakeRate();
  private String asked;
  private Outage outage;

  /**
   * Not started yet.
   *
   * @param onChange is called on the thread, after each change of the report
   */
  Follower(
      DispatcherPod pod,
      DispatcherHttp http,
      Timing timing,
      LoadMetrics metrics,
      Runnable onChange) {
    this.pod = pod;
    this.http = http;
    this.timing = timing;
    this.metrics = metrics;
    this.onChange = onChange;
    this.thread = Thread.ofVirtual().name("load of " + pod.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether this is the pod that is followed. */
  boolean isOf(DispatcherPod other) {
    return pod.name().equals(other.name()) && pod.address().equals(other.address());
  }

  /**
   * A lost pod that has become ready is tried at once. For one thread at a time.
   *
   * @param ready by what the cluster says of the pod
   */
  void see(boolean ready) {
    if (ready && !wasReady) {
      becameReady.release();
    }
    wasReady = ready;
  }

  /** Does not wait for the thread. */
  void end() {
    thread.interrupt();
  }

  /** What came of it; empty while the pod has had no time to answer. */
  Optional<LoadReport> report() {
    return Optional.ofNullable(report);
  }

  private void run() {
    try {
      while (true) {
        try {
          hear();
        } catch (IOException e) {
          lost(e);
        } catch (RuntimeException | Error e) {
          // What was wrong, memory perhaps, may be over soon, and without this thread the pod
          // would be unheard for ever.
          LOG.errorf(e, "Following the load of pod %s failed", pod.name());
          lost(e);
        }
      }
    } catch (InterruptedException e) {
      // Told to end.
    }
  }

  private void hear() throws IOException, InterruptedException {
    try {
      asked = DispatcherHttp.STREAM;
      followStream();
    } catch (NoStreamException e) {
      asked = DispatcherHttp.LOAD;
      poll();
    }
  }

  private void followStream() throws IOException, InterruptedException {
    try (EventStream stream = http.stream(pod.address(), rate)) {
      metrics.opened();
      try {
        followEvents(stream);
      } finally {
        metrics.closed();
      }
    }
  }

  private void followEvents(EventStream stream) throws IOException, InterruptedException {
    String known = stream.next(timing.reply());
    heard(LoadReply.parse(known));
    while (true) {
      String next = stream.next(timing.silence());
      // A heartbeat repeats what is known.
      if (!next.equals(known)) {
        heard(LoadReply.parse(next));
        known = next;
      }
    }
  }

  private void poll() throws IOException, InterruptedException {
    long end = System.nanoTime() + timing.streamRetry().toNanos();
    do {
      metrics.polled();
      heard(http.load(pod.address()));
      Thread.sleep(timing.poll());
    } while (System.nanoTime() - end < 0);
  }

  private void heard(Load load) {
    outage = null;
    report(new LoadReport.Heard(load));
  }

  /** Waits until it is time to try again. */
  private void lost(Throwable cause) throws InterruptedException {
    metrics.lost();
    LOG.debug(sentence(cause));
    long now = System.nanoTime();
    if (outage == null) {
      outage = new Outage(timing, now);
      becameReady.drainPermits();
    }
    long retryAt = outage.retryAt(now, ThreadLocalRandom.current().nextDouble());
    if (outage.silentAt() - retryAt <= 0) {
      if (isReadyBy(outage.silentAt())) {
        return;
      }
      report(new LoadReport.Silent(sentence(cause)));
    }
    boolean _ = isReadyBy(retryAt);
  }

  /** Whether the pod becomes ready before this time comes. */
  private boolean isReadyBy(long nanoTime) throws InterruptedException {
    return becameReady.tryAcquire(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void report(LoadReport next) {
    report = next;
    try {
      onChange.run();
    } catch (RuntimeException e) {
      LOG.errorf(e, "The load of pod %s could not be told", pod.name());
    }
  }

  private String sentence(Throwable cause) {
    return "Pod %s does not answer GET %s on port 8080: %s"
        .formatted(
            pod.name(),
            asked,
            Optional.ofNullable(cause.getMessage())
                .orElseGet(() -> cause.getClass().getSimpleName()));
  }
}
