package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import java.util.List;

/**
 * The client asks two servers that it draws, and takes the one that would compile one more job the
 * quicker; of equal ones, that with fewer. Source: M. Mitzenmacher, The Power of Two Choices in
 * Randomized Load Balancing, IEEE TPDS 2001.
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
          return isBetter(world, two.getLast(), two.getFirst()) ? two.getLast() : two.getFirst();
        });
  }

  private static boolean isBetter(World world, int one, int other) {
    Volunteer first = world.volunteers().get(one);
    Volunteer second = world.volunteers().get(other);
    int bySpeed =
        Double.compare(
            first.speedOfOneMore(first.connections()), second.speedOfOneMore(second.connections()));
    return bySpeed > 0 || (bySpeed == 0 && first.connections() < second.connections());
  }

  @Override
  public Settings settings() {
    return Settings.NONE.clientLimit(limit).children(childrenPerCore);
  }
}
