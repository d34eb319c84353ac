package dev.compilefarm.dispatcher.blame;

import dev.compilefarm.dispatcher.blame.Failures.Judgement;
import dev.compilefarm.dispatcher.volunteer.Trust;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Judges failures, and says how far each volunteer is to be trusted. The rule is in the package
 * comment. Not thread-safe. Times are nanoseconds of one monotonic clock, which may overflow.
 *
 * @param <J> a job
 */
public final class Blame<J extends Accused> {
  /** So many jobs that others did set a volunteer aside, whatever it answers. */
  private static final int PROOFS_MAX = 3;

  /** So many compilers of the farm are tried at a volunteer that has never compiled anything. */
  private static final int KNOWN_COMPILERS_MAX = 4;

  private final VolunteerPool volunteers;
  private final Map<String, Standing<J>> standings = new HashMap<>();
  private final TreeSet<Due<J>> schedule = new TreeSet<>(Due::compareTo);
  private final Map<Standing<J>, Due<J>> dues = new HashMap<>();
  private Set<J> judged = new LinkedHashSet<>();
  private final SequencedSet<String> ranInFarm = new LinkedHashSet<>();
  private boolean someoneWasReady;
  private long newest;

  private record Due<J extends Accused>(long atNanos, Standing<J> standing) {
    int compareTo(Due<J> other) {
      int byTime = Long.compare(atNanos - other.atNanos, 0);
      return byTime != 0 ? byTime : standing.volunteer.compareTo(other.standing.volunteer);
    }
  }

  /** With nothing held against anybody. */
  public Blame(VolunteerPool volunteers) {
    this.volunteers = volunteers;
  }

  /** The job failed at this volunteer, which had seen its request. */
  public void failed(J job, String volunteer, long nowNanos) {
    if (!volunteers.isAvailable(volunteer)) {
      return;
    }
    Standing<J> standing = standing(volunteer, nowNanos);
    standing.open.add(job);
    standing.suspected = Optional.of(job.compiler());
    standing.wantsCanary = true;
    job.failures().judge(volunteer, Judgement.OPEN);
    changed(standing);
  }

  /** The job's compiler crashed at this volunteer, or could not be started. */
  public void broken(J job, String volunteer, long nowNanos) {
    failed(job, volunteer, nowNanos);
    if (volunteers.isAvailable(volunteer)) {
      job.failures().complained(volunteer);
    }
  }

  /**
   * The job failed at this volunteer, whose temporary directory did not take a file. Until a canary
   * has shown whether it takes any, it gets a job only where nobody else could.
   */
  public void diskFull(J job, String volunteer, long nowNanos) {
    broken(job, volunteer, nowNanos);
    if (volunteers.isAvailable(volunteer)) {
      Standing<J> standing = standing(volunteer, nowNanos);
      standing.isDiskFull = true;
      changed(standing);
    }
  }

  /**
   * The job's compiler was killed at this volunteer for want of memory. That is charged to nobody,
   * but where the volunteer has no memory for one line, it is set aside.
   */
  public void killed(J job, String volunteer, long nowNanos) {
    if (!volunteers.isAvailable(volunteer)) {
      return;
    }
    Standing<J> standing = standing(volunteer, nowNanos);
    standing.suspected = Optional.of(job.compiler());
    standing.wantsCanary = true;
    job.failures().killed(volunteer);
    changed(standing);
  }

  /** Nobody could connect to this volunteer; what failed there before failed for that reason. */
  public void unreachable(String volunteer, Optional<J> job, long nowNanos) {
    if (!volunteers.isAvailable(volunteer)) {
      return;
    }
    Standing<J> standing = standing(volunteer, nowNanos);
    job.map(Accused::compiler).ifPresent(compiler -> standing.suspected = Optional.of(compiler));
    died(standing);
    // Several connections often fail together; they are one failure.
    if (!standing.isAside()) {
      standing.setAside(Trust.UNREACHABLE, nowNanos);
    }
    changed(standing);
  }

  /**
   * This volunteer did the job: that proves something against those that had failed it.
   *
   * @param compiled whether its compiler succeeded; one that found an error may do so always
   */
  public void done(J job, String volunteer, boolean compiled, long nowNanos) {
    Standing<J> doer = standing(volunteer, nowNanos);
    if (compiled) {
      remember(job.compiler(), nowNanos);
      doer.ran = Optional.of(job.compiler());
    }
    doer.restore();
    absolve(doer);
    changed(doer);
    for (String failed : job.failures().volunteers()) {
      prove(failed, doer, nowNanos);
    }
    for (String killed : job.failures().killedAt()) {
      if (!job.failures().volunteers().contains(killed)) {
        prove(killed, doer, nowNanos);
      }
    }
    dropped(job);
  }

  /** A job was done elsewhere that this volunteer could not do. */
  private void prove(String failed, Standing<J> doer, long nowNanos) {
    Standing<J> standing = standings.get(failed);
    if (standing == null || standing == doer) {
      return;
    }
    standing.proofs++;
    boolean isConvicted = standing.proofs >= PROOFS_MAX && !standing.isAside();
    if (isConvicted && volunteers.hasReadyBeside(Set.of(failed))) {
      standing.setAside(Trust.FAILING, nowNanos);
      changed(standing);
    }
  }

  /** The job has ended: its failures prove nothing any more. */
  public void dropped(J job) {
    withdraw(job);
    judged.remove(job);
  }

  private void withdraw(J job) {
    for (String volunteer : job.failures().volunteers()) {
      Standing<J> standing = standings.get(volunteer);
      if (standing != null) {
        standing.open.remove(job);
        standing.asked.remove(job);
        standing.failing.remove(job);
        changed(standing);
      }
    }
  }

  /** This volunteer is gone, or is not ready: what failed there failed for that reason. */
  public void left(String volunteer) {
    Standing<J> standing = standings.remove(volunteer);
    if (standing != null) {
      forget(standing.open, volunteer);
      forget(standing.asked, volunteer);
      forget(standing.failing, volunteer);
      unschedule(standing);
      volunteers.trust(volunteer, Trust.TRUSTED);
    }
  }

  /** The answer to a canary; one that is not waited for any more changes nothing. */
  public void answered(CanaryQuestion question, CanaryAnswer answer, long nowNanos) {
    Standing<J> standing = standings.get(question.volunteer().name());
    if (standing == null || !standing.question.equals(Optional.of(question))) {
      return;
    }
    boolean proves = proves(standing, question);
    standing.answered(nowNanos);
    switch (answer) {
      case WELL -> well(standing, question, Judgement.WELL);
      case LACKS -> well(standing, question, Judgement.LACKS);
      case FAILS -> {
        if (proves) {
          failing(standing, nowNanos);
        } else {
          well(standing, question, Judgement.LACKS);
          standing.isUnproved = true;
        }
      }
      case READS_NOTHING -> failing(standing, nowNanos);
      case REFUSED -> {
        died(standing);
        standing.setAside(Trust.UNREACHABLE, nowNanos);
      }
      case SILENT -> silent(standing, nowNanos);
      case UNKNOWN -> unknown(standing);
    }
    changed(standing);
  }

  /** The canaries that are to be sent now. */
  public List<CanaryQuestion> due(long nowNanos) {
    rescheduleWhereSomeoneIsReady(nowNanos);
    List<CanaryQuestion> questions = new ArrayList<>();
    while (!schedule.isEmpty() && schedule.first().atNanos - nowNanos <= 0) {
      Standing<J> standing = schedule.first().standing;
      if (standing.question.isPresent()) {
        answered(standing.question.get(), CanaryAnswer.UNKNOWN, nowNanos);
      } else {
        questions.add(ask(standing, nowNanos));
      }
    }
    return questions;
  }

  /** Jobs of which a failure was judged or forgotten since this was asked last. */
  public Set<J> judged() {
    if (judged.isEmpty()) {
      return Set.of();
    }
    Set<J> jobs = judged;
    judged = new LinkedHashSet<>();
    return jobs;
  }

  /** Whether the request is to blame for its failures. */
  public boolean isToBlame(J job) {
    Failures failures = job.failures();
    return failures.wells() >= Failures.WITNESSES
        || (isTriedWhereverPossible(job)
            && !failures.isOwedAnAnswer()
            && (failures.hasTriedAgain()
                || !volunteers.hasAvailableBeside(job.lacking(), failures.volunteers())));
  }

  /**
   * Whether the job may run once more where it failed, and lets it: every ready one was tried, and
   * those that were not tried are set aside. A job whose compiler crashed, or had no room, may so
   * whoever is there: the same reply again is its answer.
   */
  public boolean mayTryAgain(J job) {
    Failures failures = job.failures();
    boolean mayElsewhere =
        !failures.hasTriedAgain()
            && volunteers.hasAvailableBeside(job.lacking(), failures.volunteers());
    if (!isTriedWhereverPossible(job) || !(failures.isOwedAnAnswer() || mayElsewhere)) {
      return false;
    }
    withdraw(job);
    failures.tryAgain();
    return true;
  }

  /** Of the volunteers that may have its compiler. */
  private boolean isTriedWhereverPossible(J job) {
    Failures failures = job.failures();
    return !failures.isEmpty()
        && failures.count(Judgement.OPEN) == 0
        && volunteers.hasReadyBeside(job.lacking(), Set.of())
        && !volunteers.hasReadyBeside(job.lacking(), failures.volunteers());
  }

  /** How often a volunteer that is still the farm's ended while the job ran there. */
  public int deaths(J job) {
    return job.failures().deaths().entrySet().stream()
        .filter(death -> volunteers.isStaying(death.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private CanaryQuestion ask(Standing<J> standing, long nowNanos) {
    standing.open.stream()
        .findFirst()
        .ifPresent(oldest -> standing.suspected = Optional.of(oldest.compiler()));
    Volunteer volunteer = volunteers.volunteer(standing.volunteer).orElseThrow();
    List<String> compilers =
        Stream.concat(standing.suspected.stream(), known(standing))
            .filter(compiler -> compiler.length() < Accused.COMPILER_LENGTH_MAX)
            .filter(volunteer::mayHave)
            .distinct()
            .toList();
    CanaryQuestion question = new CanaryQuestion(++newest, volunteer, compilers);
    standing.asked.addAll(standing.open);
    standing.open.clear();
    standing.ask(question, nowNanos);
    changed(standing);
    return question;
  }

  /** What it should be able to compile: what it did last, then what others did, newest first. */
  private Stream<String> known(Standing<J> standing) {
    return Stream.concat(standing.ran.stream(), ranInFarm.stream());
  }

  /** With the first one that has run, whoever failed for want of such a name is asked again. */
  private void remember(String compiler, long nowNanos) {
    if (ranInFarm.isEmpty()) {
      for (Standing<J> standing : standings.values()) {
        standing.askAtOnce(nowNanos);
        changed(standing);
      }
    }
    ranInFarm.addFirst(compiler);
    if (ranInFarm.size() > KNOWN_COMPILERS_MAX) {
      ranInFarm.removeLast();
    }
  }

  /**
   * Whether to compile nothing proves that it can do nothing: it was asked for a compiler that has
   * run there, or for those that have run elsewhere, and somebody else is ready.
   */
  private boolean proves(Standing<J> standing, CanaryQuestion question) {
    return known(standing).anyMatch(question.compilers()::contains)
        && (standing.ran.isPresent() || volunteers.hasReadyBeside(Set.of(standing.volunteer)));
  }

  /**
   * It compiles. Jobs with other compilers than it was asked for are judged, too: else a tenant
   * could keep all others waiting with many names. Whether it has theirs is not known.
   */
  private void well(Standing<J> standing, CanaryQuestion question, Judgement judgement) {
    standing.bringBack();
    absolve(standing);
    for (J job : standing.asked) {
      boolean wasItsCompiler = question.isAbout(job.compiler());
      job.failures().judge(standing.volunteer, wasItsCompiler ? judgement : Judgement.LACKS);
      judged.add(job);
    }
    standing.asked.clear();
  }

  private void failing(Standing<J> standing, long nowNanos) {
    standing.failing.addAll(standing.asked);
    standing.failing.addAll(standing.open);
    standing.asked.clear();
    standing.open.clear();
    standing.wantsCanary = false;
    for (J job : standing.failing) {
      job.failures().judge(standing.volunteer, Judgement.FAILING);
      judged.add(job);
    }
    standing.setAside(Trust.FAILING, nowNanos);
  }

  private void died(Standing<J> standing) {
    standing.question = Optional.empty();
    standing.wantsCanary = false;
    for (Set<J> jobs : List.of(standing.asked, standing.open)) {
      for (J job : jobs) {
        job.failures().died(standing.volunteer);
        judged.add(job);
      }
      jobs.clear();
    }
  }

  /**
   * Where others answer, it is the volunteer; else it may be our own network. One that runs jobs
   * may have no child of distccd free for a canary, and its port is watched anyway.
   */
  private void silent(Standing<J> standing, long nowNanos) {
    boolean othersAnswer =
        standing.isAside() || volunteers.hasReadyBeside(Set.of(standing.volunteer));
    if (othersAnswer && !volunteers.isBusy(standing.volunteer)) {
      forget(standing.asked, standing.volunteer);
      standing.setAside(Trust.UNREACHABLE, nowNanos);
    } else {
      unknown(standing);
    }
  }

  private void unknown(Standing<J> standing) {
    forget(standing.asked, standing.volunteer);
    standing.wantsCanary = true;
  }

  /** It may be given again what it failed before: it is another one now. */
  private void absolve(Standing<J> standing) {
    forget(standing.failing, standing.volunteer);
  }

  private void forget(Set<J> jobs, String volunteer) {
    for (J job : jobs) {
      job.failures().forget(volunteer);
      judged.add(job);
    }
    jobs.clear();
  }

  private Standing<J> standing(String volunteer, long nowNanos) {
    return standings.computeIfAbsent(volunteer, name -> new Standing<>(name, nowNanos));
  }

  private void changed(Standing<J> standing) {
    unschedule(standing);
    if (standing.isScheduled()) {
      Due<J> due = new Due<>(standing.dueAtNanos(someoneWasReady), standing);
      dues.put(standing, due);
      schedule.add(due);
    }
    volunteers.trouble(standing.volunteer, standing.trouble());
    volunteers.trust(standing.volunteer, standing.trust());
  }

  private void unschedule(Standing<J> standing) {
    Due<J> due = dues.remove(standing);
    if (due != null) {
      schedule.remove(due);
    }
  }

  private void rescheduleWhereSomeoneIsReady(long nowNanos) {
    if (someoneWasReady != volunteers.hasReady()) {
      someoneWasReady = volunteers.hasReady();
      for (Standing<J> standing : List.copyOf(dues.keySet())) {
        if (someoneWasReady) {
          standing.hurry(nowNanos);
        }
        changed(standing);
      }
    }
  }
}
