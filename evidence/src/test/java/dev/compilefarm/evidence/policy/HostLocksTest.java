package dev.compilefarm.evidence.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.simulation.EventQueue;
import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import dev.compilefarm.evidence.policy.HostLocks.Lock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostLocksTest {
  private static final int HOSTS = 3;
  private static final List<Integer> ALL = IntStream.range(0, HOSTS).boxed().toList();

  private final EventQueue events = new EventQueue();
  private final World world = new World(events, new Draws(1));
  private final List<Lock> locked = new ArrayList<>();

  private HostLocks withLimit(int limit) {
    for (int i = 0; i < HOSTS; i++) {
      world.volunteers().add(new Volunteer(i, world, Daemon.WITHOUT_LIMIT, 1, 1));
    }
    return new HostLocks(world, HostList.of(world.volunteers(), limit, false));
  }

  @Test
  void takesTheFirstSlotOfAllHostsBeforeTheSecondOfAny() {
    HostLocks locks = withLimit(2);

    for (int i = 0; i < 4; i++) {
      locks.lockOne(ALL, locked::add);
    }

    assertEquals(List.of(new Lock(0, 0), new Lock(1, 0), new Lock(2, 0), new Lock(0, 1)), locked);
  }

  /** As distcc does, though the last host is idle and the first one has a job. */
  @Test
  void takesASlotThatWasGivenBackBeforeAnIdleHost() {
    HostLocks locks = withLimit(2);
    for (int i = 0; i < 4; i++) {
      locks.lockOne(ALL, locked::add);
    }
    locks.unlock(new Lock(0, 0));
    locks.unlock(new Lock(2, 0));
    locked.clear();

    locks.lockOne(ALL, locked::add);

    assertEquals(List.of(new Lock(0, 0)), locked);
  }

  @Test
  void looksAgainAfterAPauseWhereAllSlotsAreTaken() {
    HostLocks locks = withLimit(1);
    for (int i = 0; i < 4; i++) {
      locks.lockOne(ALL, locked::add);
    }
    world.after(0.06, () -> locks.unlock(new Lock(1, 0)));

    while (events.next()) {
      // Until nothing happens any more.
    }

    assertEquals(new Lock(1, 0), locked.getLast());
    assertEquals(0.1, world.now(), 1e-6);
  }
}
