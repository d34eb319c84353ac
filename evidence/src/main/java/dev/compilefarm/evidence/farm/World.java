package dev.compilefarm.evidence.farm;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.simulation.EventQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * The clock, the chance and the volunteers of one run.
 *
 * @param events the clock
 * @param draws all chance of the policy; what is built does not depend on it
 * @param meter what waits and what idles
 * @param volunteers in the order in which users would list them; whoever makes the world adds them
 * @param clients what users may set for their clients
 */
public record World(
    EventQueue events, Draws draws, Meter meter, List<Volunteer> volunteers, ClientTimes clients) {

  /** From one machine to another and back. */
  public static final double ROUND_TRIP_SECONDS = 0.001;

  /** Of one user's network: a gigabit a second. */
  public static final double BYTES_A_SECOND = 125e6;

  private static final double NANOS = 1e9;

  /** One without volunteers so far. */
  public World(EventQueue events, Draws draws) {
    this(events, draws, new Meter(events::now), new ArrayList<>(), ClientTimes.STOCK);
  }

  /** The same with other clients. */
  public World clients(ClientTimes others) {
    return new World(events, draws, meter, volunteers, others);
  }

  /** Seconds since the run began. */
  public double now() {
    return events.now() / NANOS;
  }

  /** Plans an event so many seconds from now. */
  public void after(double seconds, Runnable event) {
    events.after(seconds, event);
  }

  /** How long a request is on its way. */
  public static double uploadSeconds(long bytes) {
    return ROUND_TRIP_SECONDS / 2 + bytes / BYTES_A_SECOND;
  }
}
