package dev.compilefarm.dispatcher.transport;

import java.time.Duration;

/** How long a peer is waited for, from one step of a transfer to the next. Not thread-safe. */
public interface Pace {

  /** The longest wait for the next step. */
  Duration left();

  /** Notes that these bytes came or went after a wait. */
  void waited(long nanos, long bytes);

  /** The same wait at each step. */
  static Pace steady(Duration silence) {
    return new Pace() {
      @Override
      public Duration left() {
        return silence;
      }

      @Override
      public void waited(long nanos, long bytes) {
        // It does not matter.
      }
    };
  }
}
