package dev.compilefarm.bench.load.ideal;

import dev.compilefarm.bench.load.ideal.UserLine.Ticket;
import dev.compilefarm.bench.load.workload.UserLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * A farm that puts a job on a free slot in no time: no slot is idle while a job waits, all users
 * share all slots, and a job takes its compile time and nothing else. Events of one time are taken
 * in the order in which they were foreseen, so a run is a function of its workload.
 */
public final class IdealFarm {
  private final int volunteers;
  private final int slots;
  private final Turns turns;
  private final OptionalInt lossAfterJobs;
  private final int lostVolunteer;

  private IdealFarm(
      int volunteers, int slots, Turns turns, OptionalInt lossAfterJobs, int lostVolunteer) {
    this.volunteers = volunteers;
    this.slots = slots;
    this.turns = turns;
    this.lossAfterJobs = lossAfterJobs;
    this.lostVolunteer = lostVolunteer;
  }

  /** A farm of equal volunteers with so many slots each. */
  public static IdealFarm of(int volunteers, int slots, Turns turns) {
    return new IdealFarm(volunteers, slots, turns, OptionalInt.empty(), 0);
  }

  /**
   * The same, but one volunteer is lost for good in the moment in which so many jobs have ended.
   * What ran on it is run again from its begin, in its old place in the order of issue.
   */
  public IdealFarm losing(int volunteer, int afterJobs) {
    return new IdealFarm(volunteers, slots, turns, OptionalInt.of(afterJobs), volunteer);
  }

  /** Runs the workload to its end. */
  public Schedule run(List<UserLoad> users) {
    return new Run(users).toEnd();
  }

  /** A job on a slot. */
  private record Running(Ticket ticket, int volunteer) {}

  /** Something that will happen. */
  private record Event(long atNanos, long number, Runnable happening) {}

  private final class Run {
    private final List<UserLine> lines;
    private final PriorityQueue<Event> events =
        new PriorityQueue<>(
            Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
    private final List<Integer> freeSlots = new ArrayList<>();
    private final List<Running> running = new ArrayList<>();
    private long numbers;
    private int ended;

    Run(List<UserLoad> users) {
      lines = users.stream().map(UserLine::new).toList();
      IntStream.range(0, volunteers).forEach(_ -> freeSlots.add(slots));
      // In turns, because makes that start together are not served one after the other.
      int parallelMax = users.stream().mapToInt(UserLoad::parallel).max().orElse(0);
      for (int i = 0; i < parallelMax; i++) {
        for (int user = 0; user < users.size(); user++) {
          if (i < users.get(user).parallel()) {
            UserLine line = lines.get(user);
            foresee(line.startNanos(), () -> line.issue(numbers++));
          }
        }
      }
    }

    Schedule toEnd() {
      while (!events.isEmpty()) {
        Event event = events.remove();
        event.happening().run();
        if (events.isEmpty() || events.element().atNanos() > event.atNanos()) {
          fillSlots(event.atNanos());
        }
      }
      return new Schedule(
          lines.stream().map(line -> Duration.ofNanos(line.finishNanos())).toList());
    }

    private void end(Running job, long now) {
      if (!running.remove(job)) {
        // Its volunteer was lost before.
        return;
      }
      freeSlots.set(job.volunteer(), freeSlots.get(job.volunteer()) + 1);
      job.ticket().user().ended(now);
      job.ticket().user().issue(numbers++);
      ended++;
      if (lossAfterJobs.isPresent() && lossAfterJobs.getAsInt() == ended) {
        loseVolunteer();
      }
    }

    private void loseVolunteer() {
      freeSlots.set(lostVolunteer, 0);
      List<Running> lost =
          running.stream().filter(job -> job.volunteer() == lostVolunteer).toList();
      running.removeAll(lost);
      lost.forEach(job -> job.ticket().user().lost(job.ticket()));
    }

    private void fillSlots(long now) {
      while (hasWork() && freeSlots.get(emptiest()) > 0) {
        UserLine line = lines.stream().filter(UserLine::isWaiting).min(turns.order()).orElseThrow();
        Running job = new Running(line.serve(numbers++), emptiest());
        freeSlots.set(job.volunteer(), freeSlots.get(job.volunteer()) - 1);
        running.add(job);
        long end = now + job.ticket().compileNanos();
        foresee(end, () -> end(job, end));
      }
    }

    private boolean hasWork() {
      return lines.stream().anyMatch(UserLine::isWaiting);
    }

    private int emptiest() {
      return IntStream.range(0, volunteers)
          .boxed()
          .min(Comparator.comparingInt(volunteer -> -freeSlots.get(volunteer)))
          .orElseThrow();
    }

    private void foresee(long atNanos, Runnable happening) {
      events.add(new Event(atNanos, numbers++, happening));
    }
  }
}
