package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.protocol.WaitStatus;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any events in any order: what must hold between two of them holds. */
class DispatchRandomTest {
  private static final QueueLimits LIMITS =
      new QueueLimits(20, Duration.ofSeconds(30), 3, Duration.ofSeconds(9));
  private static final int STEPS = 500;

  @Property(tries = 100)
  void invariantsHold(@ForAll Random random) {
    World world = new World(random);
    for (int step = 0; step < STEPS; step++) {
      world.step();
      world.check();
    }
  }

  private static final class World {
    private final Random random;
    private final DispatchCore core = new DispatchCore(LIMITS, TenantShares.equal(100));
    private final Map<String, Volunteer> volunteers = new HashMap<>();
    private final List<Job> jobs = new ArrayList<>();
    private long now;

    World(Random random) {
      this.random = random;
    }

    void step() {
      now += TimeUnit.MILLISECONDS.toNanos(random.nextInt(500));
      switch (random.nextInt(12)) {
        case 0 -> changeVolunteers();
        case 1, 2, 3, 4 -> submit();
        case 5, 6, 7 -> core.served(any(), WaitStatus.SUCCESS, 10, now);
        case 8 -> core.answered(any(), now);
        case 9 -> core.brokeOff(any(), now);
        case 10 -> core.unreachable(any(), now);
        default -> {
          core.lost(any(), Outcome.ABANDONED, now);
          core.tick(now);
        }
      }
    }

    void check() {
      LoadSnapshot load = core.snapshot(now);
      Map<JobState, List<Job>> byState = new HashMap<>();
      jobs.forEach(job -> byState.computeIfAbsent(job.state, s -> new ArrayList<>()).add(job));
      assertEquals(size(byState, JobState.QUEUED), load.queued());
      assertEquals(size(byState, JobState.RUNNING), load.running());
      assertEquals(
          size(byState, JobState.ENDED),
          load.ended().values().stream().mapToLong(Long::longValue).sum(),
          "every job ends once");
      assertTrue(load.queued() <= LIMITS.queuedJobs() + jobs.size());
      for (VolunteerLoad volunteer : load.volunteers()) {
        long held =
            jobs.stream()
                .filter(job -> job.lease != null)
                .filter(job -> job.volunteer.equals(volunteer.name()))
                .count();
        assertTrue(volunteer.busy() >= 0 && volunteer.busy() <= held, volunteer::toString);
      }
      boolean freeSlot =
          load.volunteers().stream()
              .anyMatch(v -> v.state() == VolunteerState.READY && v.busy() < v.slots());
      boolean anyoneFresh =
          byState.getOrDefault(JobState.QUEUED, List.of()).stream()
              .anyMatch(job -> job.triedVolunteers.isEmpty());
      boolean asideEnded = core.tick(now).isEmpty();
      assertTrue(!(freeSlot && anyoneFresh) || !asideEnded, "a slot is free and a job waits");
    }

    private static int size(Map<JobState, List<Job>> byState, JobState state) {
      return byState.getOrDefault(state, List.of()).size();
    }

    private void submit() {
      Job job = new Job("t" + random.nextInt(4), "gcc", 100, null);
      jobs.add(job);
      core.submit(job, now);
    }

    private Job any() {
      if (jobs.isEmpty()) {
        submit();
      }
      return jobs.get(random.nextInt(jobs.size()));
    }

    private void changeVolunteers() {
      String name = "v" + random.nextInt(3);
      Availability[] all = Availability.values();
      if (random.nextInt(3) == 0) {
        volunteers.remove(name);
      } else {
        volunteers.put(
            name,
            new Volunteer(name, "h", 1, 1 + random.nextInt(4), all[random.nextInt(all.length)]));
      }
      core.update(volunteers.values(), now);
    }
  }
}
