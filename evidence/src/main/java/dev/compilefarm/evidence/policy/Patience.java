package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Host;
import dev.compilefarm.evidence.farm.World;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * After how long clients give up what they sent ({@code DISTCC_IO_TIMEOUT}). It is the same for all
 * of a run, so they give up in the order in which they sent, and one event is planned for all.
 */
final class Patience {
  private final World world;
  private final double seconds;
  private final Queue<Begun> begun = new ArrayDeque<>();

  Patience(World world) {
    this.world = world;
    this.seconds = world.clients().patienceSeconds();
  }

  /** Who waits for a reply, and loses the connection when it gives up. */
  abstract static class Waiting implements Host.Caller {
    /** What it waits at. */
    Host.Link link;

    /** Whether it waits no more. */
    boolean isOver;

    private void giveUp() {
      link.close();
      broken();
    }
  }

  private record Begun(Waiting waiting, double givesUpAt) {}

  /** Waits from now on. */
  void begin(Waiting waiting) {
    begun.add(new Begun(waiting, world.now() + seconds));
    if (begun.size() == 1) {
      planFirst();
    }
  }

  private void planFirst() {
    world.after(Math.max(0, begun.element().givesUpAt() - world.now()), this::firstIsDue);
  }

  private void firstIsDue() {
    Begun first = begun.remove();
    while (!begun.isEmpty() && begun.element().waiting().isOver) {
      begun.remove();
    }
    if (!begun.isEmpty()) {
      planFirst();
    }
    if (!first.waiting().isOver) {
      first.waiting().giveUp();
    }
  }
}
