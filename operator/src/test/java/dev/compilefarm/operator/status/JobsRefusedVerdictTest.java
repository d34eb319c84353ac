package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Notices;
import dev.compilefarm.operator.observe.RefusedJobs;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a farm says of jobs that its dispatcher refuses. */
class JobsRefusedVerdictTest {
  private static final Verdict TAKEN =
      new Verdict(
          ConditionType.JOBS_REFUSED,
          Verdict.Status.FALSE,
          Reason.JOBS_TAKEN,
          "The dispatcher refuses no kind of job often");

  @Test
  void optionThatIsFrequentIsSaidInTheWordsOfTheClient() {
    assertEquals(
        new Verdict(
            ConditionType.JOBS_REFUSED,
            Verdict.Status.TRUE,
            Reason.OPTION_NOT_DISTRIBUTABLE,
            "Clients compile refused jobs themselves. g++, -gsplit-dwarf: its .dwo stays behind"),
        verdict(Verdict.Status.FALSE, splitDwarf(3)));
  }

  @Test
  void fewJobsWithSuchAnOptionAreNoTrouble() {
    assertEquals(TAKEN, verdict(Verdict.Status.FALSE, splitDwarf(2)));
    assertEquals(TAKEN, verdict(Verdict.Status.FALSE));
  }

  /** The condition does not come and go with each job. */
  @Test
  void lastsUntilNothingWasRefusedForTenMinutes() {
    assertEquals(Verdict.Status.TRUE, verdict(Verdict.Status.TRUE, splitDwarf(1)).status());
    assertEquals(TAKEN, verdict(Verdict.Status.TRUE));
  }

  @Test
  void oneJobThatNeedsMoreMemoryIsEnoughAndComesFirst() {
    RefusedJobs heavy =
        new RefusedJobs("OUT_OF_MEMORY", "", "g++", 5 << 20, 1, "it needs more than 2048 MiB");

    assertEquals(
        new Verdict(
            ConditionType.JOBS_REFUSED,
            Verdict.Status.TRUE,
            Reason.JOB_OUT_OF_MEMORY,
            "Clients compile refused jobs themselves. g++ (request of 5 MiB): it needs more than 2048 MiB."
                + " g++, -gsplit-dwarf: its .dwo stays behind"),
        verdict(Verdict.Status.FALSE, splitDwarf(100), heavy));
  }

  /** One job with an odd compiler says less of a farm than many with one option. */
  @Test
  void whatIsFrequentComesFirst() {
    RefusedJobs odd = new RefusedJobs("UNKNOWN_COMPILER", "icc", "icc", 0, 1, "no icc");

    assertEquals(
        Reason.OPTION_NOT_DISTRIBUTABLE,
        verdict(Verdict.Status.FALSE, odd, splitDwarf(3)).reason());
  }

  @Test
  void manyKindsAreCounted() {
    RefusedJobs[] kinds = new RefusedJobs[5];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = new RefusedJobs("UNKNOWN_COMPILER", "clang-" + i, "clang-" + i, 0, 10, "no");
    }

    Verdict verdict = verdict(Verdict.Status.FALSE, kinds);

    assertEquals(Reason.COMPILER_UNKNOWN, verdict.reason());
    assertEquals(
        "Clients compile refused jobs themselves. clang-0: no. clang-1: no."
            + " clang-2: no. And 2 more kinds",
        verdict.message());
  }

  /** The dispatcher sends the most frequent first, and that changes with each job. */
  @Test
  void kindsThatDifferInTheirCompilerStayInOneOrder() {
    RefusedJobs c = new RefusedJobs("NOT_DISTRIBUTABLE", "-gsplit-dwarf", "gcc", 0, 10, "no");

    assertEquals(
        verdict(Verdict.Status.FALSE, splitDwarf(9), c),
        verdict(Verdict.Status.FALSE, c, splitDwarf(9)));
  }

  @Test
  void wordOfLaterVersionIsShown() {
    Verdict verdict =
        verdict(Verdict.Status.FALSE, new RefusedJobs("SOMETHING_NEW", "", "gcc", 0, 10, ""));

    assertEquals(Reason.JOBS_REFUSED_OTHERWISE, verdict.reason());
    assertEquals("Clients compile refused jobs themselves. gcc: SOMETHING_NEW", verdict.message());
  }

  @Test
  void silentDispatcherTellsNothing() {
    assertEquals(
        Verdict.Status.UNKNOWN,
        JobsRefusedVerdict.of(FarmThatHears.of(new LoadReport.Silent("no reply")), Optional.empty())
            .status());
  }

  private static RefusedJobs splitDwarf(int jobs) {
    return new RefusedJobs(
        "NOT_DISTRIBUTABLE", "-gsplit-dwarf", "g++", 300, jobs, "its .dwo stays behind");
  }

  private static Verdict verdict(Verdict.Status before, RefusedJobs... refused) {
    Condition previous = new ConditionBuilder().withStatus(before.toString()).build();
    Notices heard = new Notices(List.of(), List.of(refused), new TreeMap<>(), new TreeSet<>());
    return JobsRefusedVerdict.of(FarmThatHears.of(heard), Optional.of(previous));
  }
}
