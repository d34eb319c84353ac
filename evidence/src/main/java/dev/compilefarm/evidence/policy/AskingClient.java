package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.Places;
import dev.compilefarm.evidence.farm.User;
import dev.compilefarm.evidence.farm.World;
import java.util.HashMap;
import java.util.Map;

/**
 * What a client that asks servers keeps between its jobs.
 *
 * @param backOff whom it leaves alone
 * @param jobs places for those that it has on all volunteers
 */
record AskingClient(BackOff backOff, Places jobs) {

  /** All users' clients of one run. */
  static final class All {
    private final World world;
    private final int limit;
    private final Map<User, AskingClient> clients = new HashMap<>();

    /**
     * None yet.
     *
     * @param limit of one user's jobs for each volunteer, together as many as they like on one
     */
    All(World world, int limit) {
      this.world = world;
      this.limit = limit;
    }

    AskingClient of(User user) {
      int volunteers = world.volunteers().size();
      return clients.computeIfAbsent(
          user,
          _ ->
              new AskingClient(
                  new BackOff(volunteers, world.clients().backOffSeconds()),
                  new Places(limit * volunteers)));
    }

    /** Preprocesses, and goes on when the client may have one more job. */
    void preprocess(Compile compile, Runnable next) {
      compile.preprocess(() -> {
        compile.waits();
        of(compile.user()).jobs().take(next);
      });
    }
  }
}
