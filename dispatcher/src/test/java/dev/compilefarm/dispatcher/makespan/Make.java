package dev.compilefarm.dispatcher.makespan;

import dev.compilefarm.dispatcher.simulation.EventQueue;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** One make -jN of one tenant: the next file is sent when one has been compiled. */
final class Make {
  private static final double NANOS = 1e9;

  private final EventQueue events;
  private final SimFarm farm;
  private final String tenant;
  private final Queue<Source> left;
  private int compiling;
  private double beginSeconds;
  private double endSeconds;

  private Make(EventQueue events, SimFarm farm, String tenant, List<Source> sources) {
    this.events = events;
    this.farm = farm;
    this.tenant = tenant;
    this.left = new ArrayDeque<>(sources);
  }

  /** Begins one after so many seconds. */
  static Make begin(
      EventQueue events,
      SimFarm farm,
      String tenant,
      double afterSeconds,
      List<Source> sources,
      int parallel) {
    Make make = new Make(events, farm, tenant, sources);
    events.after(
        afterSeconds,
        () -> {
          make.beginSeconds = events.now() / NANOS;
          for (int i = 0; i < parallel; i++) {
            make.next();
          }
        });
    return make;
  }

  /** How many seconds one takes that has the farm for itself. */
  static double seconds(EventQueue events, SimFarm farm, List<Source> sources, int parallel) {
    Make make = begin(events, farm, "alone", 0, sources, parallel);
    make.await();
    return make.endSeconds() - make.beginSeconds;
  }

  /** Lets all happen that is planned. */
  void await() {
    while (events.next()) {
      // All happens in there.
    }
  }

  private void next() {
    if (!left.isEmpty()) {
      compiling++;
      farm.submit(tenant, left.remove(), this::compiled);
    }
  }

  private void compiled() {
    compiling--;
    next();
    if (compiling == 0) {
      endSeconds = events.now() / NANOS;
    }
  }

  /** When it began. */
  double beginSeconds() {
    return beginSeconds;
  }

  /**
   * When its last file was compiled.
   *
   * @throws IllegalStateException before that
   */
  double endSeconds() {
    if (compiling > 0 || !left.isEmpty()) {
      throw new IllegalStateException("it goes on");
    }
    return endSeconds;
  }
}
