package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.dispatch.ExpectedJob.Fault;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose fault was it? Books of all failures and canaries, kept from the events by the rule in
 * {@code blame}'s package comment and by nothing else. Nobody is set aside, asked or sent home
 * without the reason that the rule names, and none of these may be left out.
 */
final class BlameOracle {
  private static final int WITNESSES = 2;
  private static final int PROOFS = 3;
  private static final int KNOWN_COMPILERS = 4;
  private static final long ASIDE_MAX_NANOS = Duration.ofSeconds(30).toNanos();

  /** A canary that nobody answers for is given up after so long. */
  private static final long LOST_NANOS = Duration.ofSeconds(60).toNanos();

  private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(200).toNanos();
  private static final int ASKING_SHARE = 20;

  private final ExpectedJobs jobs;
  private final QueueLimits limits;
  private final long tickMaxNanos;
  private final Map<String, Book> books = new HashMap<>();
  private final Map<String, Optional<Toolchain>> available = new HashMap<>();
  private final Set<String> staying = new HashSet<>();
  private final Set<String> ranInFarm = new LinkedHashSet<>();

  /** What is known of one volunteer. */
  private static final class Book {
    final Set<ExpectedJob> asked = new HashSet<>();
    CanaryQuestion question;
    String ran;
    boolean mayBeAsked;
    boolean mayBeUnreachable;
    boolean mayBeFailing;
    int proofs;
    long setAsideAtNanos;
    long askedAtNanos;
    long notBeforeNanos;
    boolean wasAsked;
    boolean isUnproved;
    boolean isDiskFull;

    /** Something failed there that no canary on its way will judge. */
    boolean wantsCanary;
  }

  BlameOracle(ExpectedJobs jobs, QueueLimits limits, long tickMaxNanos) {
    this.jobs = jobs;
    this.limits = limits;
    this.tickMaxNanos = tickMaxNanos;
  }

  /** With the names of those whose containers were started again. */
  void update(
      Map<String, Optional<Toolchain>> availableNow,
      Set<String> stayingNow,
      Set<String> restarted) {
    staying.clear();
    staying.addAll(stayingNow);
    available.clear();
    available.putAll(availableNow);
    for (String volunteer : List.copyOf(books.keySet())) {
      if (!available.containsKey(volunteer) || restarted.contains(volunteer)) {
        forget(volunteer);
        books.remove(volunteer);
      }
    }
  }

  void failed(ExpectedJob job) {
    if (available.containsKey(job.volunteer)) {
      if (!job.faults.containsKey(job.volunteer)) {
        job.complaints.remove(job.volunteer);
      }
      job.faults.put(job.volunteer, Fault.OPEN);
      book(job.volunteer).mayBeAsked = true;
      book(job.volunteer).wantsCanary = true;
    }
  }

  void broken(ExpectedJob job) {
    failed(job);
    if (available.containsKey(job.volunteer)) {
      job.complaints.add(job.volunteer);
    }
  }

  void diskFull(ExpectedJob job) {
    broken(job);
    if (available.containsKey(job.volunteer)) {
      book(job.volunteer).isDiskFull = true;
    }
  }

  void killed(ExpectedJob job) {
    if (available.containsKey(job.volunteer)) {
      book(job.volunteer).mayBeAsked = true;
      book(job.volunteer).wantsCanary = true;
      job.killedAt.add(job.volunteer);
    }
  }

  void done(ExpectedJob job, boolean compiled) {
    Book doer = book(job.volunteer);
    if (compiled) {
      remember(job.job.compiler());
      doer.ran = job.job.compiler();
    }
    doer.proofs = 0;
    doer.mayBeFailing = false;
    doer.mayBeUnreachable = false;
    doer.isDiskFull = false;
    absolve(job.volunteer);
    Set<String> failedAt = new HashSet<>(job.faults.keySet());
    failedAt.addAll(job.killedAt);
    for (String failed : failedAt) {
      Book book = books.get(failed);
      if (book != null && !failed.equals(job.volunteer)) {
        book.proofs++;
        if (book.proofs >= PROOFS) {
          book.mayBeFailing = true;
        }
      }
    }
  }

  private void remember(String compiler) {
    if (ranInFarm.isEmpty()) {
      for (Book book : books.values()) {
        book.mayBeAsked |= book.isUnproved;
        book.wantsCanary |= book.isUnproved;
        book.wasAsked &= !book.isUnproved;
      }
    }
    ranInFarm.remove(compiler);
    ranInFarm.add(compiler);
    if (ranInFarm.size() > KNOWN_COMPILERS) {
      ranInFarm.remove(ranInFarm.iterator().next());
    }
  }

  void unreachable(String volunteer, long nowNanos) {
    if (available.containsKey(volunteer)) {
      Book book = book(volunteer);
      book.mayBeUnreachable = true;
      book.setAsideAtNanos = nowNanos;
      died(volunteer, book);
    }
  }

  /** The core sends a canary. */
  void asks(CanaryQuestion question, long nowNanos) {
    String volunteer = question.volunteer().name();
    Book book = book(volunteer);
    boolean isLost = book.question != null && nowNanos - book.askedAtNanos >= LOST_NANOS;
    if (isLost) {
      excuse(book.asked, volunteer);
      book.mayBeAsked = true;
      book.wantsCanary = true;
    }
    Invariant.check(book.question == null || isLost, "one canary a volunteer at a time", volunteer);
    Invariant.check(
        book.mayBeAsked || book.mayBeUnreachable || book.mayBeFailing,
        "no canary where nothing failed",
        volunteer);
    Invariant.check(
        !book.wasAsked
            || book.mayBeUnreachable
            || book.mayBeFailing
            || nowNanos - book.notBeforeNanos >= 0,
        "canaries take a twentieth of the time at most of one that is given jobs",
        volunteer);
    Invariant.check(
        question.compilers().stream().allMatch(question.volunteer()::mayHave),
        "no volunteer is asked for a compiler that it lacks by its own word",
        question);
    Invariant.check(
        question.compilers().size() == Set.copyOf(question.compilers()).size(),
        "no compiler is asked for twice",
        question);
    book.question = question;
    book.askedAtNanos = nowNanos;
    book.mayBeAsked = false;
    book.wantsCanary = false;
    book.asked.clear();
    for (ExpectedJob job : jobs.living()) {
      if (job.faults.get(volunteer) == Fault.OPEN) {
        book.asked.add(job);
      }
    }
  }

  void answered(
      CanaryQuestion question, CanaryAnswer answer, List<VolunteerLoad> volunteers, long nowNanos) {
    String volunteer = question.volunteer().name();
    Book book = books.get(volunteer);
    if (book == null || !question.equals(book.question)) {
      return;
    }
    book.question = null;
    book.wasAsked = true;
    book.notBeforeNanos =
        nowNanos
            + Math.clamp(
                ASKING_SHARE * (nowNanos - book.askedAtNanos),
                SHORTEST_PAUSE_NANOS,
                Duration.ofSeconds(5).toNanos());
    Set<String> known = new HashSet<>(ranInFarm);
    if (book.ran != null) {
      known.add(book.ran);
    }
    boolean othersAreReady =
        volunteers.stream()
            .anyMatch(v -> v.state() == VolunteerState.READY && !v.name().equals(volunteer));
    boolean proves =
        question.compilers().stream().anyMatch(known::contains)
            && (book.ran != null || othersAreReady);
    switch (answer) {
      case WELL -> passed(question, book, Fault.WELL);
      case LACKS -> passed(question, book, Fault.LACKS);
      case FAILS -> {
        if (proves) {
          fails(volunteer, book, nowNanos);
        } else {
          passed(question, book, Fault.LACKS);
          book.isUnproved = true;
        }
      }
      case READS_NOTHING -> fails(volunteer, book, nowNanos);
      case REFUSED -> unreachable(volunteer, nowNanos);
      case SILENT -> {
        book.mayBeUnreachable = true;
        book.setAsideAtNanos = nowNanos;
        book.mayBeAsked = true;
        book.wantsCanary |= !isSetAsideAsSilent(volunteer, volunteers);
        excuse(book.asked, volunteer);
      }
      case UNKNOWN -> {
        book.wantsCanary = true;
        book.mayBeAsked = true;
        book.setAsideAtNanos = nowNanos;
        excuse(book.asked, volunteer);
      }
    }
    book.asked.clear();
  }

  /** Whether it is being asked, so that others are chosen before it. */
  boolean isAsked(String volunteer) {
    Book book = books.get(volunteer);
    return book != null && (book.question != null || (book.isDiskFull && book.wantsCanary));
  }

  /** Others answer, and it runs nothing that could keep it from answering. */
  private boolean isSetAsideAsSilent(String volunteer, List<VolunteerLoad> volunteers) {
    boolean othersAnswer =
        volunteers.stream()
            .anyMatch(v ->
                v.name().equals(volunteer)
                    ? isAside(v.state())
                    : v.state() == VolunteerState.READY);
    return othersAnswer && jobs.busy(volunteer) == 0;
  }

  private static boolean isAside(VolunteerState state) {
    return state == VolunteerState.BLACK_HOLE || state == VolunteerState.UNREACHABLE;
  }

  boolean isGivenUp(ExpectedJob job) {
    int deaths =
        job.deaths.entrySet().stream()
            .filter(death -> staying.contains(death.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum();
    return job.attempts >= limits.attempts() || deaths >= limits.deaths();
  }

  boolean isToBlame(ExpectedJob job, List<VolunteerLoad> volunteers) {
    return job.wells() >= WITNESSES
        || (isTriedWhereverPossible(job, volunteers)
            && (job.complainedEarlier || !job.hasComplaint())
            && (job.triedAgain || hasFailedAtAllAvailable(job)));
  }

  private boolean hasFailedAtAllAvailable(ExpectedJob job) {
    return available.entrySet().stream()
        .filter(volunteer -> job.mayRunAt(volunteer.getValue()))
        .allMatch(volunteer -> job.faults.containsKey(volunteer.getKey()));
  }

  boolean isHeld(ExpectedJob job) {
    int open = job.count(Fault.OPEN);
    return open > 0 && open + job.wells() >= WITNESSES;
  }

  /** Checks states and jobs as they are after an event. */
  void check(List<VolunteerLoad> volunteers, long nowNanos) {
    volunteers.forEach(volunteer -> checkState(volunteer, nowNanos));
    for (ExpectedJob job : jobs.living()) {
      if (job.state != JobState.ANSWERING) {
        checkTried(job, volunteers);
      }
      Invariant.check(
          job.state != JobState.QUEUED
              || job.awaitsUntilNanos.isPresent()
              || !(isGivenUp(job) || isToBlame(job, volunteers)),
          "who is to blame does not wait",
          job);
    }
  }

  private void checkState(VolunteerLoad volunteer, long nowNanos) {
    Book book = book(volunteer.name());
    boolean mayBe =
        switch (volunteer.state()) {
          case BLACK_HOLE -> book.mayBeFailing;
          case UNREACHABLE -> book.mayBeUnreachable;
          case READY, NOT_READY, DRAINING -> true;
        };
    Invariant.check(mayBe, "who is set aside has failed", volunteer);
    boolean isAside = isAside(volunteer.state());
    if (!isAside) {
      if (book.proofs < PROOFS) {
        book.mayBeFailing = false;
      }
      book.mayBeUnreachable = false;
      book.setAsideAtNanos = nowNanos;
    }
    Invariant.check(
        !isAside
            || book.question != null
            || nowNanos - book.setAsideAtNanos <= ASIDE_MAX_NANOS + tickMaxNanos,
        "who is set aside is asked again",
        volunteer);
  }

  /** It may run again where it failed, where the core says so and may. */
  void heedSecondTry(ExpectedJob job, List<VolunteerLoad> volunteers) {
    Set<String> tried = job.job.failures().volunteers();
    boolean isOwedAnAnswer = !job.complainedEarlier && job.hasComplaint();
    if (tried.isEmpty()
        && isTriedWhereverPossible(job, volunteers)
        && (isOwedAnAnswer || (!job.triedAgain && !hasFailedAtAllAvailable(job)))) {
      job.complainedEarlier = job.hasComplaint();
      job.complaints.clear();
      job.earlierWells = job.wells();
      job.triedAgain = true;
      job.faults.clear();
    }
  }

  /** Where the core lets it not run is where the books say. */
  private void checkTried(ExpectedJob job, List<VolunteerLoad> volunteers) {
    heedSecondTry(job, volunteers);
    Set<String> tried = job.job.failures().volunteers();
    Invariant.check(
        tried.equals(job.faults.keySet()), "a job may run where it has not failed", job, tried);
    Invariant.check(
        job.job.failures().tried().held() == isHeld(job),
        "a job waits for judgement while two failures may be its own",
        job);
  }

  private boolean isTriedWhereverPossible(ExpectedJob job, List<VolunteerLoad> volunteers) {
    List<String> ready =
        volunteers.stream()
            .filter(volunteer -> volunteer.state() == VolunteerState.READY)
            .filter(volunteer -> job.mayRunAt(volunteer.toolchain()))
            .map(VolunteerLoad::name)
            .toList();
    return !job.faults.isEmpty()
        && job.count(Fault.OPEN) == 0
        && !ready.isEmpty()
        && job.faults.keySet().containsAll(ready);
  }

  private void passed(CanaryQuestion question, Book book, Fault fault) {
    String volunteer = question.volunteer().name();
    absolve(volunteer);
    for (ExpectedJob job : book.asked) {
      if (job.faults.get(volunteer) == Fault.OPEN) {
        boolean isItsCompiler =
            question.compilers().stream().findFirst().equals(Optional.of(job.job.compiler()));
        job.faults.put(volunteer, isItsCompiler ? fault : Fault.LACKS);
      }
    }
  }

  private void fails(String volunteer, Book book, long nowNanos) {
    book.mayBeFailing = true;
    book.setAsideAtNanos = nowNanos;
    book.mayBeAsked = false;
    book.wantsCanary = false;
    for (ExpectedJob job : jobs.living()) {
      if (job.faults.get(volunteer) == Fault.OPEN) {
        job.faults.put(volunteer, Fault.FAILING);
      }
    }
  }

  private void died(String volunteer, Book book) {
    book.question = null;
    book.wantsCanary = false;
    book.asked.clear();
    for (ExpectedJob job : jobs.living()) {
      if (job.faults.remove(volunteer, Fault.OPEN)) {
        job.deaths.merge(volunteer, 1, Integer::sum);
      }
    }
  }

  private void absolve(String volunteer) {
    jobs.living().forEach(job -> job.faults.remove(volunteer, Fault.FAILING));
  }

  /** What it failed at while it was leaving is nobody's fault. */
  private void forget(String volunteer) {
    for (ExpectedJob job : jobs.living()) {
      job.faults.remove(volunteer, Fault.OPEN);
      job.faults.remove(volunteer, Fault.FAILING);
    }
  }

  private static void excuse(Set<ExpectedJob> asked, String volunteer) {
    asked.forEach(job -> job.faults.remove(volunteer, Fault.OPEN));
  }

  private Book book(String volunteer) {
    return books.computeIfAbsent(volunteer, name -> new Book());
  }
}
