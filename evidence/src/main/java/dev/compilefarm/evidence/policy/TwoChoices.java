package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import java.util.List;

/**
 * The client asks two servers that it draws, and takes the one with fewer jobs for each core,
 * weighed by its speed. Source: M. Mitzenmacher, The Power of Two Choices in Randomized Load
 * Balancing, IEEE TPDS 2001.
 *
 * @param limit of one user's jobs for each volunteer
 * @param childrenPerCore connections that a server takes at a time; the others wait
 */
record TwoChoices(int limit, double childrenPerCore) implements Policy {
  private static final int ASKED = 2;

  @Override
  public Daemon daemon(int cores) {
    return new Daemon(Children.of(cores, childrenPerCore), false);
  }

  @Override
  public Way begin(World world) {
    return new AskingClients(
        world,
        limit,
        (_, usable) -> {
          List<Integer> two = Drawn.of(usable, ASKED, world.draws());
          return load(world, two.getLast()) < load(world, two.getFirst())
              ? two.getLast()
              : two.getFirst();
        });
  }

  private static double load(World world, int host) {
    Volunteer volunteer = world.volunteers().get(host);
    return volunteer.connections() / volunteer.power();
  }

  @Override
  public Settings settings() {
    return Settings.NONE.clientLimit(limit).children(childrenPerCore);
  }
}
