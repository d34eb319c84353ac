package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.volunteer.Container;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Jobs whose volunteer broke off, and which wait until it is known whether its whole container was
 * killed for want of memory. It is asked only of a volunteer in a container that somebody watches,
 * and that stays. Whoever answers a canary, or takes a later job, is alive. So a hang-up alone
 * costs the time of a canary. Not thread-safe. Times are nanoseconds of one monotonic clock.
 */
final class Inquests {
  /** The kubelet looks at its containers once a second, and then tells the API server. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Map<Job, Inquest> open = new LinkedHashMap<>();

  private record Inquest(Run run, long openedAtNanos, OptionalLong canary) {
    Inquest askedBy(long number) {
      return new Inquest(run, openedAtNanos, canary.isPresent() ? canary : OptionalLong.of(number));
    }
  }

  /** What became of the container in which a job ran. */
  enum Finding {
    /** It was killed for want of memory. */
    OUT_OF_MEMORY,
    /** It was killed as where memory runs out, and nobody tells why. */
    KILLED,
    /** Nothing of that kind, or nobody will ever know. */
    NOT_KILLED,
    /** That may be told in a moment. */
    NOT_KNOWN
  }

  /** A job of which it is known by now. */
  record Closed(Job job, Run run, Finding finding) {}

  /** What is known of the container that this run was in. */
  static Finding of(Run run, VolunteerPool volunteers) {
    Optional<Volunteer> now =
        volunteers
            .volunteer(run.volunteer())
            .filter(volunteer -> volunteer.availability() != Availability.DRAINING);
    Optional<Container> container = now.flatMap(Volunteer::container);
    Optional<Container> atStart = run.container();
    if (container.isEmpty() || atStart.isEmpty()) {
      return Finding.NOT_KILLED;
    }
    if (container.get().deaths() == atStart.get().deaths()) {
      return Finding.NOT_KNOWN;
    }
    if (container.get().ranOutOfMemory()) {
      return Finding.OUT_OF_MEMORY;
    }
    return container.get().wasKilled() ? Finding.KILLED : Finding.NOT_KILLED;
  }

  /** The job of this run waits for news from now on. */
  void open(Job job, Run run, long nowNanos) {
    job.awaitsInquest = true;
    open.put(job, new Inquest(run, nowNanos, OptionalLong.empty()));
  }

  /** A canary goes to this volunteer now; its answer speaks of what broke off before. */
  void asks(CanaryQuestion question) {
    open.replaceAll((job, inquest) ->
        inquest.run.volunteer().equals(question.volunteer().name())
            ? inquest.askedBy(question.number())
            : inquest);
  }

  /** Closes those that this answer settles. */
  List<Closed> answered(CanaryQuestion question, CanaryAnswer answer) {
    boolean isAlive =
        switch (answer) {
          case WELL, LACKS, FAILS, READS_NOTHING -> true;
          case REFUSED, SILENT, UNKNOWN -> false;
        };
    List<Closed> closed = new ArrayList<>();
    open.forEach((job, inquest) -> {
      if (isAlive && inquest.canary.equals(OptionalLong.of(question.number()))) {
        closed.add(new Closed(job, inquest.run, Finding.NOT_KILLED));
      }
    });
    return close(closed);
  }

  /** Closes those of a volunteer that took the connection of this run, which was begun later. */
  List<Closed> connected(Run later) {
    if (open.isEmpty()) {
      return List.of();
    }
    List<Closed> closed = new ArrayList<>();
    open.forEach((job, inquest) -> {
      boolean isAlive =
          inquest.run.volunteer().equals(later.volunteer())
              && inquest.run.container().equals(later.container())
              && later.startedAtNanos() - inquest.openedAtNanos >= 0;
      if (isAlive) {
        closed.add(new Closed(job, inquest.run, Finding.NOT_KILLED));
      }
    });
    return close(closed);
  }

  /** Closes those of which something is known by now, or that have waited for long enough. */
  List<Closed> look(VolunteerPool volunteers, long nowNanos) {
    List<Closed> closed = new ArrayList<>();
    open.forEach((job, inquest) -> {
      Finding finding = of(inquest.run, volunteers);
      if (finding != Finding.NOT_KNOWN || nowNanos - inquest.openedAtNanos >= PATIENCE.toNanos()) {
        closed.add(new Closed(job, inquest.run, finding));
      }
    });
    return close(closed);
  }

  /** The job has ended. */
  void forget(Job job) {
    if (job.awaitsInquest) {
      job.awaitsInquest = false;
      open.remove(job);
    }
  }

  private List<Closed> close(List<Closed> closed) {
    closed.forEach(each -> forget(each.job));
    return closed;
  }
}
