package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.volunteer.Container;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs wait until it is known why their volunteer broke off, and for which of them was that
 * the want of memory? By a look at all that discovery has told.
 */
final class LossOracle {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();
  private static final Set<CanaryAnswer> ALIVE =
      EnumSet.of(
          CanaryAnswer.WELL, CanaryAnswer.LACKS, CanaryAnswer.FAILS, CanaryAnswer.READS_NOTHING);

  private final ExpectedJobs jobs;
  private final Map<String, Container> staying = new HashMap<>();
  private final Map<String, Container> told = new HashMap<>();

  LossOracle(ExpectedJobs jobs) {
    this.jobs = jobs;
  }

  /** Names of those whose container has ended since it was last told of. */
  Set<String> update(Collection<Volunteer> volunteers) {
    Set<String> restarted = new HashSet<>();
    Map<String, Container> before = Map.copyOf(told);
    staying.clear();
    told.clear();
    for (Volunteer volunteer : volunteers) {
      volunteer
          .container()
          .ifPresent(container -> {
            told.put(volunteer.name(), container);
            Container known = before.get(volunteer.name());
            if (known != null && known.deaths() != container.deaths()) {
              restarted.add(volunteer.name());
            }
            if (volunteer.availability() != Availability.DRAINING) {
              staying.put(volunteer.name(), container);
            }
          });
    }
    return restarted;
  }

  /** A job starts: what is known of its container now counts. */
  void starts(ExpectedJob job) {
    job.container = Optional.ofNullable(told.get(job.volunteer));
  }

  /** The volunteer of a job broke off. */
  void loses(ExpectedJob job, long nowNanos) {
    settle(job, nowNanos, nowNanos + PATIENCE_NANOS);
  }

  /** A volunteer took the connection of this job: it was alive then. */
  void connected(ExpectedJob later) {
    for (ExpectedJob job : jobs.living()) {
      boolean isAlive =
          job.awaitsUntilNanos.isPresent()
              && job.volunteer.equals(later.volunteer)
              && job.container.equals(later.container)
              && later.startedAtNanos - job.putBackAtNanos >= 0;
      if (isAlive) {
        job.awaitsUntilNanos = Optional.empty();
        job.awaitsCanary = Optional.empty();
      }
    }
  }

  /** News, or time, may have settled some. */
  void look(long nowNanos) {
    for (ExpectedJob job : jobs.living()) {
      if (job.awaitsUntilNanos.isPresent()) {
        settle(job, nowNanos, job.awaitsUntilNanos.get());
      }
    }
  }

  private void settle(ExpectedJob job, long nowNanos, long untilNanos) {
    Container now = staying.get(job.volunteer);
    boolean isOpen =
        now != null && job.container.isPresent() && now.deaths() == job.container.get().deaths();
    boolean isKilled = now != null && job.container.isPresent() && !isOpen && now.wasKilled();
    job.kills += isKilled ? 1 : 0;
    job.provenKills += isKilled && now.ranOutOfMemory() ? 1 : 0;
    boolean waits = isOpen && nowNanos - untilNanos < 0;
    job.awaitsUntilNanos = waits ? Optional.of(untilNanos) : Optional.empty();
    job.awaitsCanary = waits ? job.awaitsCanary : Optional.empty();
  }

  void asks(CanaryQuestion question) {
    for (ExpectedJob job : jobs.living()) {
      boolean isAbout =
          job.awaitsUntilNanos.isPresent() && job.volunteer.equals(question.volunteer().name());
      if (isAbout && job.awaitsCanary.isEmpty()) {
        job.awaitsCanary = Optional.of(question.number());
      }
    }
  }

  /** Who answers is alive. */
  void answered(CanaryQuestion question, CanaryAnswer answer) {
    for (ExpectedJob job : jobs.living()) {
      if (ALIVE.contains(answer) && job.awaitsCanary.equals(Optional.of(question.number()))) {
        job.awaitsUntilNanos = Optional.empty();
        job.awaitsCanary = Optional.empty();
      }
    }
  }

  /** Core and books agree on who waits for news and who has to run alone. */
  void check() {
    for (ExpectedJob job : jobs.living()) {
      Invariant.check(
          job.job.awaitsInquest == job.awaitsUntilNanos.isPresent(),
          "a job waits for news of its volunteer, and for no longer than it may",
          job);
      Invariant.check(
          job.job.appetite.needsAlone() == job.needsAlone(),
          "a job runs alone where memory ran out before, and nowhere else",
          job);
    }
  }
}
