package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which volunteer is kept for one job, and for whom? By a look at all jobs after each event. */
final class AloneOracle {
  private final ExpectedJobs jobs;
  private final BlameOracle blame;
  private Optional<String> place = Optional.empty();

  AloneOracle(ExpectedJobs jobs, BlameOracle blame) {
    this.jobs = jobs;
    this.blame = blame;
  }

  /** Whether this volunteer is kept, or taken, for one job. */
  boolean isReserved(String volunteer) {
    return place.filter(volunteer::equals).isPresent();
  }

  /** Whether a job that has to be alone may start at this volunteer now. */
  boolean isEmptyFor(ExpectedJob job, VolunteerLoad volunteer) {
    return isReserved(volunteer.name())
        && jobs.busy(volunteer.name()) == 0
        && couldHave(job, volunteer);
  }

  /** The core reserves a volunteer, or gives it back. */
  void reserves(Action.Reserve reserve, List<VolunteerLoad> volunteers, long nowNanos) {
    if (!reserve.reserved()) {
      Invariant.check(isReserved(reserve.volunteer()), "what is given back was reserved", reserve);
      place = Optional.empty();
      return;
    }
    Invariant.check(place.isEmpty(), "one volunteer at a time is emptied", place, reserve);
    Invariant.check(alone().isEmpty(), "one job at a time runs alone", alone());
    VolunteerLoad reserved = named(reserve.volunteer(), volunteers).orElseThrow();
    jobs.living().forEach(job -> blame.heedSecondTry(job, volunteers));
    List<ExpectedJob> suspects = suspects(reserved);
    Invariant.check(!suspects.isEmpty(), "no volunteer is emptied for nobody", reserve);
    boolean othersAreFree =
        volunteers.stream()
            .anyMatch(other ->
                !other.name().equals(reserved.name())
                    && other.state() == VolunteerState.READY
                    && jobs.busy(other.name()) < other.slots());
    Invariant.check(
        othersAreFree
            || suspects.stream().anyMatch(job -> hasWaitedLongest(job, volunteers, nowNanos)),
        "a volunteer is emptied only while others have a free slot or the job has waited longest",
        reserve,
        suspects);
    place = Optional.of(reserve.volunteer());
  }

  void check(List<VolunteerLoad> volunteers) {
    List<ExpectedJob> alone = alone();
    Invariant.check(alone.size() <= 1, "one job at a time runs alone", alone);
    for (ExpectedJob job : alone) {
      Invariant.check(
          isReserved(job.volunteer) && jobs.busy(job.volunteer) == 1,
          "nothing runs beside a job that has to be alone",
          job);
    }
    if (place.isPresent() && alone.isEmpty()) {
      Optional<VolunteerLoad> reserved = named(place.get(), volunteers);
      Invariant.check(
          reserved.filter(volunteer -> !suspects(volunteer).isEmpty()).isPresent(),
          "no volunteer is emptied for nobody",
          place);
    }
    boolean nobodyElseWaits =
        jobs.living().stream().noneMatch(job -> job.state == JobState.QUEUED && !job.needsAlone());
    if (place.isEmpty() && nobodyElseWaits) {
      for (VolunteerLoad volunteer : volunteers) {
        Invariant.check(
            suspects(volunteer).isEmpty(),
            "no job that has to be alone waits where nobody else waits",
            volunteer,
            suspects(volunteer));
      }
    }
  }

  private List<ExpectedJob> alone() {
    return jobs.living().stream()
        .filter(job -> job.state == JobState.RUNNING && job.startedAlone)
        .toList();
  }

  /** Those that wait, and could have this volunteer now if it were empty. */
  private List<ExpectedJob> suspects(VolunteerLoad volunteer) {
    return jobs.living().stream()
        .filter(job -> job.state == JobState.QUEUED && job.needsAlone())
        .filter(job -> jobs.count(JobState.RUNNING, job.tenant()) < job.share.runningMax())
        .filter(job -> couldHave(job, volunteer))
        .toList();
  }

  private boolean couldHave(ExpectedJob job, VolunteerLoad volunteer) {
    return volunteer.state() == VolunteerState.READY
        && job.mayRunAt(volunteer.toolchain())
        && !job.faults.containsKey(volunteer.name())
        && job.awaitsUntilNanos.isEmpty()
        && !blame.isHeld(job);
  }

  /** Longer than each tenant's first that waits as all do, and than all that were put back. */
  private boolean hasWaitedLongest(
      ExpectedJob suspect, List<VolunteerLoad> volunteers, long nowNanos) {
    Map<String, ExpectedJob> firsts = new HashMap<>();
    List<ExpectedJob> others = new ArrayList<>();
    for (ExpectedJob job : jobs.living()) {
      if (job.state == JobState.QUEUED
          && jobs.count(JobState.RUNNING, job.tenant()) < job.share.runningMax()) {
        if (job.wasPutBack()) {
          others.add(job);
        } else {
          firsts.merge(job.tenant(), job, (a, b) -> a.place < b.place ? a : b);
        }
      }
    }
    others.addAll(firsts.values());
    return others.stream()
        .filter(job -> !job.needsAlone())
        .filter(job -> volunteers.stream().anyMatch(volunteer -> couldHave(job, volunteer)))
        .allMatch(job -> nowNanos - job.putBackAtNanos <= nowNanos - suspect.putBackAtNanos);
  }

  private static Optional<VolunteerLoad> named(String name, List<VolunteerLoad> volunteers) {
    return volunteers.stream().filter(volunteer -> volunteer.name().equals(name)).findFirst();
  }
}
