package dev.compilefarm.dispatcher.load;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells its readers of the load whenever it changes. One thread looks at the load for all of them,
 * at most ten times a second and not at all while there are none. The operator has places of its
 * own; all others together get a bounded number of bytes a second. Thread-safe.
 */
public final class LoadStream {
  private static final Logger LOG = Logger.getLogger(LoadStream.class);

  /** For people who look on; each costs a write for each event. */
  public static final int SUBSCRIBERS_MAX = 32;

  /** There is one, and there may be another one whose connection nobody has ended. */
  static final int OPERATORS_MAX = 2;

  /** For all but the operator: ten a second for 32 of them, of a farm with a dozen volunteers. */
  static final long BYTES_PER_SECOND = 1 << 20;

  private static final Duration SPACING = Duration.ofMillis(100);

  /** A reader may take three times this without an event for a lost connection. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Duration END_MAX = Duration.ofSeconds(1);

  private final Supplier<LoadView> source;
  private final Function<LoadView, String> format;
  private final LongSupplier nanoClock;
  private final Audience operators;
  private final Audience others;
  private final Queue<Subscriber> newcomers = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean changed = true;
  private volatile boolean ended;
  // Below: only on the thread.
  private long lookedAtNanos;
  private LoadView load;
  private String event;

  /**
   * A stream without readers.
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
    long now = nanoClock.getAsLong();
    this.operators = new Audience(OPERATORS_MAX, Long.MAX_VALUE, SPACING, SILENCE, now);
    this.others = new Audience(SUBSCRIBERS_MAX, BYTES_PER_SECOND, SPACING, SILENCE, now);
    this.thread = Thread.ofPlatform().name("load-stream").daemon().start(this::run);
  }

  /** Something may have changed. Costs a read of a field, ten times a second a little more. */
  public void changed() {
    if (!changed) {
      changed = true;
      LockSupport.unpark(thread);
    }
  }

  /** Whether this one would be let in at the moment. */
  public synchronized boolean hasRoomFor(Reader reader) {
    return audience(reader).hasRoomFor(reader);
  }

  /** Readers that are there now. */
  public int subscribers() {
    return operators.size() + others.size();
  }

  /**
   * The load now, changes of it, and the load again after five seconds without one. For one reader,
   * who is in only from its subscription on; if by then there is no room, or the stream is ended,
   * there is nothing.
   */
  public Multi<String> events(Reader reader) {
    return Multi.createFrom()
        .<String>emitter(emitter -> enter(reader, emitter), BackPressureStrategy.LATEST);
  }

  /**
   * Ends the events of every reader, present and future. Readers see the load as it is now before
   * their end. Waits for that, for a bounded time.
   */
  public void end() throws InterruptedException {
    ended = true;
    LockSupport.unpark(thread);
    if (!thread.join(END_MAX)) {
      LOG.warnf("The load stream did not end within %s", END_MAX);
    }
  }

  private synchronized void enter(Reader reader, MultiEmitter<? super String> emitter) {
    Audience audience = audience(reader);
    Subscriber subscriber = new Subscriber(reader, emitter);
    if (ended || !audience.enter(subscriber)) {
      emitter.complete();
      return;
    }
    emitter.onTermination(() -> audience.leave(subscriber));
    newcomers.add(subscriber);
    LockSupport.unpark(thread);
  }

  private Audience audience(Reader reader) {
    return reader.operator() ? operators : others;
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
    tellLast();
    endAll();
  }

  private long nanosToWait(long now) {
    return newcomers.isEmpty()
        ? Math.min(operators.nanosUntilNews(changed, now), others.nanosUntilNews(changed, now))
        : 0;
  }

  private void step(long now) {
    List<Subscriber> arrived = arrived();
    try {
      if (load == null || now - lookedAtNanos >= SPACING.toNanos()) {
        look(now);
      }
      operators.tell(load, event, now);
      others.tell(load, event, now);
      // Who comes just after a look is content with what that saw.
      arrived.stream()
          .filter(subscriber -> !subscriber.hasBeenTold())
          .forEach(subscriber -> subscriber.tell(event));
    } catch (RuntimeException e) {
      // The stream would end for everybody; what was wrong may be over at the next look.
      LOG.error("The load could not be told", e);
      operators.looked(now);
      others.looked(now);
    }
  }

  /** What changed since the last look would be told by nobody: no spacing holds it back. */
  private void tellLast() {
    try {
      look(nanoClock.getAsLong());
      operators.tellLast(event);
      others.tellLast(event);
    } catch (RuntimeException e) {
      LOG.error("The last load could not be told", e);
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
    lookedAtNanos = now;
    // Before the look: what changes during it is seen by the next one.
    changed = false;
    LoadView seen = source.get();
    event = format.apply(seen);
    load = seen;
    operators.saw(load);
    others.saw(load);
  }

  /** Not while somebody enters: who is in is told of the end, who is not finds it ended. */
  private synchronized void endAll() {
    operators.end();
    others.end();
  }
}
