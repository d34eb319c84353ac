package dev.compilefarm.dispatcher.load;

import dev.compilefarm.dispatcher.http.Crowd;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Readers of the load stream that are told together. Who comes when all places are taken gets that
 * of an origin which has more of them. Its readers may be asked for by any thread; the rest is the
 * stream's thread alone.
 */
final class Audience {
  private final int max;
  private final long bytesPerSecond;
  private final Duration spacing;
  private final Duration silence;
  private final EventPacing pacing;

  /** In the order of their arrival. */
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

  private LoadView told;
  private boolean behind;

  /**
   * Nobody.
   *
   * @param max most readers
   * @param bytesPerSecond of all of them; past it they see fewer states
   * @param spacing least time between two events
   * @param silence most time between two events
   */
  Audience(int max, long bytesPerSecond, Duration spacing, Duration silence, long nowNanos) {
    this.max = max;
    this.bytesPerSecond = bytesPerSecond;
    this.spacing = spacing;
    this.silence = silence;
    this.pacing = new EventPacing(spacing, silence, nowNanos);
  }

  int size() {
    return subscribers.size();
  }

  /** Whether there is a place for this one, if need be by taking it from another. */
  boolean hasRoomFor(Reader reader) {
    return size() < max || whoGoes(reader).isPresent();
  }

  /**
   * Lets this one in, in place of another where there is no other way.
   *
   * @return whether there is a place for it
   */
  boolean enter(Subscriber subscriber) {
    if (size() >= max) {
      Optional<Subscriber> leaver = whoGoes(subscriber.reader());
      if (leaver.isEmpty()) {
        return false;
      }
      leave(leaver.get());
      leaver.get().end();
    }
    subscribers.add(subscriber);
    return true;
  }

  void leave(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  /** Ends the stream of each of them. */
  void end() {
    subscribers.forEach(Subscriber::end);
  }

  /** How long until they are to be told the next state; 0 or less means now. */
  long nanosUntilNews(boolean changed, long nowNanos) {
    return subscribers.isEmpty()
        ? Long.MAX_VALUE
        : pacing.nanosUntilLook(changed || behind, nowNanos);
  }

  /** The load was looked at in vain. */
  void looked(long nowNanos) {
    pacing.looked(nowNanos);
  }

  /** This is the load now. */
  void saw(LoadView load) {
    behind = load.differsFrom(told);
  }

  /** Tells them what was seen last, if it is time and there is something to tell. */
  void tell(LoadView load, String event, long nowNanos) {
    if (nanosUntilNews(true, nowNanos) > 0) {
      return;
    }
    pacing.looked(nowNanos);
    if (behind || pacing.isHeartbeatDue(nowNanos)) {
      pacing.told(nowNanos);
      told = load;
      behind = false;
      subscribers.forEach(subscriber -> subscriber.tell(event));
      pacing.space(spacingOf(event));
    }
  }

  /** Tells them what was seen last if they do not know it, at whatever time. */
  void tellLast(String event) {
    subscribers.stream()
        .filter(subscriber -> behind || !subscriber.hasBeenTold())
        .forEach(subscriber -> subscriber.tell(event));
  }

  private Duration spacingOf(String event) {
    long millis = (long) event.length() * size() * 1000 / bytesPerSecond;
    return Duration.ofMillis(Math.clamp(millis, spacing.toMillis(), silence.toMillis()));
  }

  /** A new operator replaces an old one, whose connection may be dead; others share. */
  private Optional<Subscriber> whoGoes(Reader newcomer) {
    if (newcomer.operator()) {
      return subscribers.stream().findFirst();
    }
    List<Subscriber> inOrder = List.copyOf(subscribers);
    return new Crowd<>(inOrder, subscriber -> subscriber.reader().origin())
        .firstOfLargest(Comparator.comparingInt(inOrder::indexOf), newcomer.origin());
  }
}
