package dev.compilefarm.dispatcher.admin;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells its subscribers of the load whenever it changes. One thread looks at the load for all of
 * them, at most ten times a second and not at all while there are none. Thread-safe.
 */
public final class LoadStream {
  private static final Logger LOG = Logger.getLogger(LoadStream.class);

  /** For an operator or two, and people who look on; each costs a write for each event. */
  static final int SUBSCRIBERS_MAX = 32;

  private static final Duration SPACING = Duration.ofMillis(100);

  /** A reader may take three times this without an event for a lost connection. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Duration END_MAX = Duration.ofSeconds(1);

  private final Supplier<LoadView> source;
  private final Function<LoadView, String> format;
  private final LongSupplier nanoClock;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final Queue<Subscriber> newcomers = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean changed = true;
  private volatile boolean ended;
  // Below: only on the thread.
  private final EventPacing pacing;
  private LoadView told;
  private String latest;

  /**
   * A stream without subscribers.
   *
   * @param source the load as it is now
   * @param format makes an event of it
   * @param nanoClock monotonic, as {@link System#nanoTime}
   */
  public LoadStream(
      Supplier<LoadView> source, Function<LoadView, String> format, LongSupplier nanoClock) {
    this.source = source;
    this.format = format;
    this.nanoClock = nanoClock;
    this.pacing = new EventPacing(SPACING, SILENCE, nanoClock.getAsLong());
    this.thread = Thread.ofPlatform().name("load-stream").daemon().start(this::run);
  }

  /** Something may have changed. Costs a read of a field, ten times a second a little more. */
  public void changed() {
    if (!changed) {
      changed = true;
      LockSupport.unpark(thread);
    }
  }

  /** Whether no more subscribers are taken at the moment. */
  public boolean isFull() {
    return subscribers.size() >= SUBSCRIBERS_MAX;
  }

  /** Subscribers that are there now. */
  public int subscribers() {
    return subscribers.size();
  }

  /**
   * The load now, each change of it, and the load again after five seconds without one. For one
   * subscriber, who is in only from its subscription on; if by then there is no room, or the stream
   * is ended, there is nothing.
   */
  public Multi<String> events() {
    return Multi.createFrom().<String>emitter(this::enter, BackPressureStrategy.LATEST);
  }

  /**
   * Ends the events of every subscriber, present and future. Waits for that, for a bounded time.
   */
  public void end() throws InterruptedException {
    ended = true;
    LockSupport.unpark(thread);
    if (!thread.join(END_MAX)) {
      LOG.warnf("The load stream did not end within %s", END_MAX);
    }
  }

  private synchronized void enter(MultiEmitter<? super String> emitter) {
    if (ended || isFull()) {
      emitter.complete();
      return;
    }
    Subscriber subscriber = new Subscriber(emitter);
    subscribers.add(subscriber);
    emitter.onTermination(() -> subscribers.remove(subscriber));
    newcomers.add(subscriber);
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!ended) {
      long wait = nanosToWait(nanoClock.getAsLong());
      if (wait > 0) {
        LockSupport.parkNanos(this, wait);
      } else {
        step(nanoClock.getAsLong());
      }
    }
    endAll();
  }

  private long nanosToWait(long now) {
    if (!newcomers.isEmpty()) {
      return 0;
    }
    return subscribers.isEmpty() ? Long.MAX_VALUE : pacing.nanosUntilLook(changed, now);
  }

  private void step(long now) {
    List<Subscriber> arrived = arrived();
    try {
      if (pacing.nanosUntilLook(true, now) <= 0) {
        look(now);
      }
      // Who comes just after a look is content with what that saw.
      arrived.stream()
          .filter(subscriber -> !subscriber.hasBeenTold())
          .forEach(subscriber -> subscriber.tell(latest));
    } catch (RuntimeException e) {
      // The stream would end for everybody; what was wrong may be over at the next look.
      LOG.error("The load could not be told", e);
    }
  }

  private List<Subscriber> arrived() {
    List<Subscriber> arrived = new ArrayList<>();
    Subscriber next = newcomers.poll();
    while (next != null) {
      arrived.add(next);
      next = newcomers.poll();
    }
    return arrived;
  }

  private void look(long now) {
    pacing.looked(now);
    changed = false; // Before the look: what changes during it is seen by the next one.
    LoadView load = source.get();
    latest = format.apply(load);
    if (pacing.isHeartbeatDue(now) || load.differsFrom(told)) {
      pacing.told(now);
      told = load;
      subscribers.forEach(subscriber -> subscriber.tell(latest));
    }
  }

  /** Not while somebody enters: who is in is told of the end, who is not finds it ended. */
  private synchronized void endAll() {
    subscribers.forEach(Subscriber::end);
  }
}
