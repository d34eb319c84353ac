package dev.compilefarm.dispatcher.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Places;
import dev.compilefarm.dispatcher.volunteer.Tried;
import dev.compilefarm.dispatcher.volunteer.Trust;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rule of the package comment, point by point. Times are milliseconds. */
class BlameTest {
  private final VolunteerPool pool = new VolunteerPool();
  private final Blame<Compile> blame = new Blame<>(pool);

  private record Compile(String compiler, Set<Optional<Toolchain>> lacking, Failures failures)
      implements Accused {
    Compile(String compiler) {
      this(compiler, Set.of(), new Failures());
    }
  }

  @Test
  void aSuspectIsChosenLastAndAskedForTheCompilerThatFailed() {
    volunteers("a", "b");
    Compile job = new Compile("gcc");
    fails(job, "a", 0);
    assertEquals(Optional.of(Trust.SUSPECT), pool.trust("a"));
    CanaryQuestion question = only(due(0));
    assertEquals("a", question.volunteer().name());
    assertEquals(List.of("gcc"), question.compilers());
    assertEquals(Optional.of(Trust.ASKED), pool.trust("a"));
    assertEquals(List.of(), due(1), "one canary at a time");
    answered(question, CanaryAnswer.WELL, 20);
    assertEquals(Optional.of(Trust.TRUSTED), pool.trust("a"));
    assertEquals(new Tried(Set.of("a"), false), job.failures().tried());
  }

  @Test
  void nobodyIsAskedWhereNothingFailed() {
    volunteers("a", "b");
    does(new Compile("gcc"), "a", 0);
    assertEquals(List.of(), due(100_000));
  }

  @Test
  void canariesTakeATwentiethOfTheTimeAtMost() {
    volunteers("a", "b");
    fails(new Compile("gcc"), "a", 0);
    answered(only(due(0)), CanaryAnswer.WELL, 100);
    fails(new Compile("gcc"), "a", 101);
    assertEquals(List.of(), due(2099));
    assertEquals(Optional.of(Trust.SUSPECT), pool.trust("a"), "it gets jobs meanwhile");
    only(due(2100));
  }

  @Test
  void aVolunteerThatCompilesNothingIsSetAsideForLongerEachTime() {
    volunteers("a", "b");
    does(new Compile("gcc"), "a", 0);
    Compile job = new Compile("gcc");
    fails(job, "a", 0);
    CanaryQuestion first = only(due(0));
    assertEquals(List.of("gcc"), first.compilers(), "none is asked for twice");
    answered(first, CanaryAnswer.FAILS, 0);
    long now = 0;
    for (long pause : List.of(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L)) {
      assertEquals(Optional.of(Trust.FAILING), pool.trust("a"));
      assertEquals(List.of(), due(now + pause - 1));
      now += pause;
      answered(only(due(now)), CanaryAnswer.FAILS, now);
    }
    now += 30_000;
    assertFalse(blame.isToBlame(job));
    answered(only(due(now)), CanaryAnswer.WELL, now);
    assertEquals(Optional.of(Trust.TRUSTED), pool.trust("a"));
    assertEquals(Tried.NOBODY, job.failures().tried(), "it is another one now");
  }

  @Test
  void aJobDoneRestores() {
    volunteers("a", "b");
    does(new Compile("gcc"), "a", 0);
    fails(new Compile("gcc"), "a", 0);
    answered(only(due(0)), CanaryAnswer.FAILS, 0);
    does(new Compile("gcc"), "a", 10);
    assertEquals(Optional.of(Trust.TRUSTED), pool.trust("a"));
  }

  @Test
  void theLastOneIsAskedSoonerThanItsPauseIsOver() {
    volunteers("a");
    does(new Compile("gcc"), "a", 0);
    fails(new Compile("gcc"), "a", 0);
    answered(only(due(0)), CanaryAnswer.FAILS, 0);
    answered(only(due(500)), CanaryAnswer.FAILS, 500);
    answered(only(due(1000)), CanaryAnswer.FAILS, 1000);
    only(due(1500));
  }

  @Test
  void theRequestIsToBlameAfterTwoVolunteersThatAreWell() {
    volunteers("a", "b", "c");
    Compile job = new Compile("gcc");
    fails(job, "a", 0);
    fails(job, "b", 0);
    assertTrue(job.failures().tried().held(), "it goes nowhere before somebody has judged");
    List<CanaryQuestion> questions = due(0);
    answered(questions.get(0), CanaryAnswer.WELL, 10);
    assertFalse(blame.isToBlame(job));
    answered(questions.get(1), CanaryAnswer.WELL, 10);
    assertTrue(blame.isToBlame(job));
  }

  @Test
  void theRequestIsToBlameAfterTheOnlyVolunteer() {
    volunteers("a");
    Compile job = new Compile("gcc");
    fails(job, "a", 0);
    assertFalse(blame.isToBlame(job));
    answered(only(due(0)), CanaryAnswer.WELL, 10);
    assertTrue(blame.isToBlame(job));
  }

  @Test
  void volunteersThatLackTheCompilerProveNothingWhileAnotherOneIsThere() {
    volunteers("a", "b", "c", "d");
    does(new Compile("gcc"), "d", 0);
    Compile job = new Compile("g++");
    for (String lacking : List.of("a", "b", "c")) {
      fails(job, lacking, 1);
      CanaryQuestion question = only(due(1));
      assertEquals(List.of("g++", "gcc"), question.compilers());
      answered(question, CanaryAnswer.LACKS, 2);
      assertFalse(blame.isToBlame(job));
      assertEquals(Optional.of(Trust.TRUSTED), pool.trust(lacking));
    }
    fails(job, "d", 3);
    answered(only(due(3)), CanaryAnswer.LACKS, 4);
    assertTrue(blame.isToBlame(job), "it failed everywhere");
  }

  /** A tenant may name what it likes, and the volunteer is not asked for anything else. */
  @Test
  void aNameThatNobodyEverRanProvesNothingAgainstAVolunteer() {
    volunteers("a");
    Compile job = new Compile("mycc");
    fails(job, "a", 0);
    answered(only(due(0)), CanaryAnswer.FAILS, 10);
    assertEquals(Optional.of(Trust.SUSPECT), pool.trust("a"));
    assertTrue(blame.isToBlame(job));
    assertEquals(List.of(), due(100_000));
  }

  @Test
  void itIsAskedAgainOnceACompilerIsKnown() {
    volunteers("a", "b");
    fails(new Compile("mycc"), "a", 0);
    answered(only(due(0)), CanaryAnswer.FAILS, 10);
    does(new Compile("gcc"), "b", 1000);
    CanaryQuestion question = only(due(1000));
    assertEquals(List.of("mycc", "gcc"), question.compilers());
    answered(question, CanaryAnswer.LACKS, 1010);
    assertEquals(Optional.of(Trust.TRUSTED), pool.trust("a"));
  }

  /** It may be an image without that compiler, and the only volunteer for all others. */
  @Test
  void whatRanElsewhereProvesNothingAgainstTheLastOne() {
    volunteers("a", "b");
    does(new Compile("clang"), "b", 0);
    fails(new Compile("clang"), "a", 0);
    answered(only(due(0)), CanaryAnswer.FAILS, 10);
    assertEquals(Optional.of(Trust.FAILING), pool.trust("a"));
    pool.update(List.of(volunteer("a", Availability.READY)));
    blame.left("b");
    answered(only(due(1000)), CanaryAnswer.FAILS, 1010);
    assertEquals(Optional.of(Trust.SUSPECT), pool.trust("a"));
  }

  @Test
  void threeJobsThatOthersDidSetAsideWhoAnswersCanaries() {
    volunteers("a", "b");
    for (int i = 0; i < 3; i++) {
      assertEquals(Optional.of(Trust.TRUSTED), pool.trust("a"), "after " + i);
      Compile job = new Compile("gcc");
      fails(job, "a", i * 1000L);
      due(i * 1000L).forEach(question -> answered(question, CanaryAnswer.WELL, 1));
      does(job, "b", i * 1000L + 1);
    }
    assertEquals(Optional.of(Trust.FAILING), pool.trust("a"));
  }

  @Test
  void aJobThatItDidIsWorthMoreThanTheFailuresBefore() {
    volunteers("a", "b");
    for (int i = 0; i < 9; i++) {
      Compile job = new Compile("gcc");
      fails(job, "a", i * 1000L);
      due(i * 1000L).forEach(question -> answered(question, CanaryAnswer.WELL, 1));
      does(job, "b", i * 1000L + 1);
      if (i % 2 == 1) {
        does(new Compile("gcc"), "a", i * 1000L + 1);
      }
      assertEquals(Optional.of(Trust.TRUSTED), pool.trust("a"));
    }
  }

  @Test
  void theLastReadyOneIsNotSetAsideForWhatOthersDid() {
    volunteers("a", "b");
    for (int i = 0; i < 3; i++) {
      Compile job = new Compile("gcc");
      fails(job, "a", i * 1000L);
      due(i * 1000L).forEach(question -> answered(question, CanaryAnswer.WELL, 1));
      if (i == 2) {
        pool.update(List.of(volunteer("a", Availability.READY)));
      }
      does(job, "b", i * 1000L + 1);
    }
    assertEquals(Optional.of(Trust.TRUSTED), pool.trust("a"));
  }

  @Test
  void nobodyIsBlamedForWhatCouldNotBeAsked() {
    volunteers("a");
    Compile job = new Compile("gcc");
    fails(job, "a", 0);
    answered(only(due(0)), CanaryAnswer.UNKNOWN, 0);
    assertEquals(Tried.NOBODY, job.failures().tried());
    assertFalse(blame.isToBlame(job));
    assertEquals(Optional.of(Trust.SUSPECT), pool.trust("a"));
    assertEquals(List.of(), due(199));
    only(due(200));
  }

  @Test
  void aSilentOneIsSetAsideWhereOthersAreThere() {
    volunteers("a");
    fails(new Compile("gcc"), "a", 0);
    answered(only(due(0)), CanaryAnswer.SILENT, 0);
    assertEquals(Optional.of(Trust.SUSPECT), pool.trust("a"), "it may be our own network");
    volunteers("a", "b");
    answered(only(due(5000)), CanaryAnswer.SILENT, 5000);
    assertEquals(Optional.of(Trust.UNREACHABLE), pool.trust("a"));
  }

  @Test
  void aVolunteerThatEndedUnderAJobIsCountedAndMayHaveItAgain() {
    volunteers("a", "b");
    Compile job = new Compile("gcc");
    for (int death = 1; death <= 3; death++) {
      fails(job, "a", death * 100_000L);
      answered(only(due(death * 100_000L)), CanaryAnswer.REFUSED, death * 100_000L);
      assertEquals(Optional.of(Trust.UNREACHABLE), pool.trust("a"));
      assertEquals(Tried.NOBODY, job.failures().tried());
      assertEquals(death, blame.deaths(job));
      answered(only(due(death * 100_000L + 90_000)), CanaryAnswer.WELL, death * 100_000L + 90_000);
    }
    pool.update(List.of(volunteer("b", Availability.READY)));
    assertEquals(0, blame.deaths(job), "it is gone, so it was about to leave");
  }

  @Test
  void whoIsGoneOrNotReadyProvesNothing() {
    volunteers("a", "b");
    Compile job = new Compile("gcc");
    fails(job, "a", 0);
    blame.left("a");
    assertEquals(Tried.NOBODY, job.failures().tried());
    assertEquals(Set.of(job), blame.judged());
    assertEquals(List.of(), due(0));
    pool.update(
        List.of(volunteer("a", Availability.NOT_READY), volunteer("b", Availability.READY)));
    fails(job, "a", 1);
    assertEquals(Tried.NOBODY, job.failures().tried());
  }

  @Test
  void anAnswerThatNobodyWaitsForChangesNothing() {
    volunteers("a", "b");
    does(new Compile("gcc"), "a", 0);
    fails(new Compile("gcc"), "a", 0);
    CanaryQuestion old = only(due(0));
    blame.unreachable("a", Optional.empty(), at(1));
    answered(old, CanaryAnswer.WELL, 2);
    assertEquals(Optional.of(Trust.UNREACHABLE), pool.trust("a"));
  }

  @Test
  void anAnswerSpeaksOnlyOfWhatFailedBefore() {
    volunteers("a", "b", "c");
    Compile before = new Compile("gcc");
    Compile after = new Compile("gcc");
    fails(before, "a", 0);
    CanaryQuestion question = only(due(0));
    fails(after, "a", 1);
    blame.judged();
    answered(question, CanaryAnswer.WELL, 2);
    assertEquals(Set.of(before), blame.judged());
    only(due(1000));
  }

  /** As many names as a tenant likes keep nobody waiting. */
  @Test
  void oneAnswerJudgesAllThatFailedBeforeWhateverTheirCompilers() {
    volunteers("a");
    does(new Compile("gcc"), "a", 0);
    List<Compile> jobs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      jobs.add(new Compile("mycc" + i));
      fails(jobs.get(i), "a", 1);
    }
    answered(only(due(1)), CanaryAnswer.LACKS, 2);
    assertEquals(Set.copyOf(jobs), blame.judged());
    assertTrue(jobs.stream().allMatch(blame::isToBlame));
  }

  /** A compiler that finds an error in everything does not count as one that has run. */
  @Test
  void aCompilerThatNeverCompilesProvesNothing() {
    volunteers("a");
    does(new Compile("gcc"), "a", 0);
    blame.done(new Compile("cross-gcc"), "a", false, at(1));
    fails(new Compile("cross-gcc"), "a", 2);
    CanaryQuestion question = only(due(2));
    assertEquals(List.of("cross-gcc", "gcc"), question.compilers());
    answered(question, CanaryAnswer.LACKS, 3);
    assertEquals(Optional.of(Trust.TRUSTED), pool.trust("a"));
  }

  @Test
  void afterAnOutageOfAllTheyComeBackTogether() {
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "v" + i).toList();
    volunteers(names.toArray(String[]::new));
    for (int i = 0; i < names.size(); i++) {
      blame.unreachable(names.get(i), Optional.empty(), at(30L * i));
    }
    for (long now = 1000; now <= 20_000; now += 100) {
      for (CanaryQuestion question : due(now)) {
        answered(question, CanaryAnswer.REFUSED, now);
      }
    }
    for (long now = 20_100; now <= 22_000; now += 100) {
      for (CanaryQuestion question : due(now)) {
        answered(question, CanaryAnswer.WELL, now);
      }
    }
    assertTrue(names.stream().allMatch(pool::isReady));
  }

  @Test
  void anAnswerFromBeforeItWasSetAsideDoesNotBringItBack() {
    volunteers("a", "b");
    List<Compile> jobs = List.of(new Compile("gcc"), new Compile("gcc"), new Compile("gcc"));
    jobs.forEach(job -> fails(job, "a", 0));
    CanaryQuestion question = only(due(0));
    jobs.forEach(job -> does(job, "b", 1));
    assertEquals(Optional.of(Trust.FAILING), pool.trust("a"));
    answered(question, CanaryAnswer.WELL, 2);
    assertEquals(Optional.of(Trust.FAILING), pool.trust("a"));
  }

  @Test
  void aSilentOneThatRunsJobsMayOnlyHaveNoChildToSpare() {
    volunteers("a", "b");
    pool.acquire(new Places(Set.of(), new Tried(Set.of("b"), false)));
    fails(new Compile("gcc"), "a", 0);
    answered(only(due(0)), CanaryAnswer.SILENT, 10_000);
    assertEquals(Optional.of(Trust.SUSPECT), pool.trust("a"));
  }

  @Test
  void aCanaryThatIsLostIsSentAgain() {
    volunteers("a", "b");
    fails(new Compile("gcc"), "a", 0);
    only(due(0));
    assertEquals(List.of(), due(59_999));
    assertEquals(List.of(), due(60_000));
    only(due(65_000));
  }

  @Test
  void whereAllReadyWereTriedAndOthersAreSetAsideAJobMayTryAgainOnce() {
    volunteers("a", "b");
    blame.unreachable("b", Optional.empty(), at(0));
    Compile job = new Compile("gcc");
    fails(job, "a", 0);
    answered(only(due(0)), CanaryAnswer.WELL, 1);
    assertFalse(blame.isToBlame(job), "b might do it");
    assertTrue(blame.mayTryAgain(job));
    assertEquals(Tried.NOBODY, job.failures().tried());
    assertFalse(blame.mayTryAgain(job));
    fails(job, "a", 400);
    answered(only(due(400)), CanaryAnswer.WELL, 401);
    assertTrue(blame.isToBlame(job));
  }

  private void volunteers(String... names) {
    pool.update(Arrays.stream(names).map(name -> volunteer(name, Availability.READY)).toList());
  }

  @Test
  void allVolunteersAreSetAsideThatAllowNobodyAndTheRequestIsHeld() {
    volunteers("a", "b");
    Compile job = new Compile("gcc");
    fails(job, "a", 0);
    fails(job, "b", 0);
    for (CanaryQuestion question : due(0)) {
      answered(question, CanaryAnswer.READS_NOTHING, 20);
    }
    assertEquals(Optional.of(Trust.FAILING), pool.trust("a"));
    assertEquals(Optional.of(Trust.FAILING), pool.trust("b"));
    assertFalse(blame.isToBlame(job));
    answered(only(List.of(due(1_000).getFirst())), CanaryAnswer.WELL, 1_020);
    assertTrue(pool.hasReady(), "it is taken again as soon as it allows us");
    assertFalse(blame.isToBlame(job));
  }

  @Test
  void aRequestIsToBlameThatFailedWhereverItsCompilerIs() {
    Toolchain other = new Toolchain(List.of(), Set.of("clang"));
    pool.update(
        List.of(
            volunteer("a", Availability.READY),
            volunteer("b", Availability.READY).having(Optional.of(other))));
    Compile job = new Compile("gcc", Set.of(Optional.of(other)), new Failures());
    fails(job, "a", 0);
    answered(only(due(0)), CanaryAnswer.WELL, 20);
    assertTrue(blame.isToBlame(job), "b could not have done it");
    Compile unknown = new Compile("gcc");
    fails(unknown, "a", 0);
    answered(only(due(10_000)), CanaryAnswer.WELL, 10_020);
    assertFalse(blame.isToBlame(unknown), "b may do it");
  }

  @Test
  void whoHasToldItsCompilersIsAskedForNoOther() {
    Toolchain clang = new Toolchain(List.of(), Set.of("clang"));
    pool.update(
        List.of(
            volunteer("a", Availability.READY).having(Optional.of(clang)),
            volunteer("b", Availability.READY)));
    does(new Compile("gcc"), "b", 0);
    does(new Compile("clang"), "b", 1);
    fails(new Compile("clang"), "a", 2);
    assertEquals(List.of("clang"), only(due(3)).compilers());
  }

  private static Volunteer volunteer(String name, Availability availability) {
    return new Volunteer(name, "host", 3632, 4, availability);
  }

  private void fails(Compile job, String volunteer, long millis) {
    blame.failed(job, volunteer, at(millis));
  }

  private void does(Compile job, String volunteer, long millis) {
    blame.done(job, volunteer, true, at(millis));
  }

  private List<CanaryQuestion> due(long millis) {
    return blame.due(at(millis));
  }

  private void answered(CanaryQuestion question, CanaryAnswer answer, long millis) {
    blame.answered(question, answer, at(millis));
  }

  private static CanaryQuestion only(List<CanaryQuestion> questions) {
    assertEquals(1, questions.size(), questions::toString);
    return questions.getFirst();
  }

  private static long at(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
