package dev.compilefarm.operator.plan;

import static dev.compilefarm.operator.observe.Facts.allReady;
import static dev.compilefarm.operator.observe.Facts.askedFor;
import static dev.compilefarm.operator.observe.Facts.marked;
import static dev.compilefarm.operator.observe.Facts.notReady;
import static dev.compilefarm.operator.observe.Facts.ofRevision;
import static dev.compilefarm.operator.observe.Facts.ready;
import static dev.compilefarm.operator.observe.Facts.startedIn;
import static dev.compilefarm.operator.observe.Facts.terminating;
import static dev.compilefarm.operator.observe.Facts.workload;
import static dev.compilefarm.operator.observe.Trouble.Kind.ROOM_IS_MADE;
import static dev.compilefarm.operator.observe.Trouble.Kind.UNSCHEDULABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ScalingPreference;
import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Trouble;
import dev.compilefarm.operator.observe.Workload;
import dev.compilefarm.operator.status.SizeSentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoscalerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SLOTS = 2;

  /** min 1, max 10, target 5 s, wake 2, delay 300 s. */
  private static final ScalingSpec SCALING = new ScalingSpec(1, 10, null, 5, 2, 300);

  private static final SizeHistory NOTHING =
      new SizeHistory(SlidingMaximum.NONE, SlidingMaximum.NONE, Optional.empty(), StartTimes.NONE);

  private final Autoscaler autoscaler = new Autoscaler(SCALING, SLOTS);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # queued | running | mean s | volunteers | reason
               0   |    0    |  -     |      1     | 0 queued and 0 running jobs need 0 slots. That makes 0 volunteers. scaling.minVolunteers raises it to 1
               0   |    7    |  2.0   |      4     | 0 queued and 7 running jobs need 7 slots. That makes 4 volunteers
               1   |    0    |  -     |      2     | 1 queued and 0 running jobs of perhaps 1.0 s need 1 slot to start within 5 s. That makes 1 volunteer. scaling.wakeVolunteers raises it to 2
               1   |    0    |  0.1   |      2     | 1 queued and 0 running jobs of 0.1 s need 1 slot to start within 5 s. That makes 1 volunteer. scaling.wakeVolunteers raises it to 2
              29   |    0    |  -     |      3     | 29 queued and 0 running jobs of perhaps 1.0 s need 6 slots to start within 5 s. That makes 3 volunteers
              10   |    0    |  0.5   |      2     | 10 queued and 0 running jobs of 0.5 s need 1 slot to start within 5 s. That makes 1 volunteer. scaling.wakeVolunteers raises it to 2
              20   |    4    |  2.1   |      6     | 20 queued and 4 running jobs of 2.1 s need 11 slots to start within 5 s. That makes 6 volunteers
               9   |    8    |  0.5   |      4     | 9 queued and 8 running jobs of 0.5 s need 2 slots to start within 5 s. 8 slots are busy. That makes 4 volunteers
              12   |    4    |  5.0   |      8     | 12 queued and 4 running jobs need 16 slots. That makes 8 volunteers
              12   |    4    | 60.0   |      8     | 12 queued and 4 running jobs need 16 slots. That makes 8 volunteers
             100   |   20    |  5.0   |     10     | 100 queued and 20 running jobs need 120 slots. That makes 60 volunteers. scaling.maxVolunteers lowers it to 10
          """)
  void growsToWhatTheQueueNeedsAtOnce(
      int queued, int running, Double mean, int volunteers, String reason) {
    Sizing sizing =
        autoscaler.size(
            load(queued, running, mean), askedFor(0), SizeHistory.startingWith(0, NOW), NOW);

    assertEquals(volunteers, sizing.volunteers());
    assertEquals(reason, sentences(sizing));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # preference | volunteers | reason
              -        |     32     | 60 queued and 4 running jobs need 64 slots. That makes 32 volunteers
            Fast       |     32     | 60 queued and 4 running jobs need 64 slots. That makes 32 volunteers
            Balanced   |      5     | 60 queued and 4 running jobs of 0.3 s need 10 slots to start within 2 s. That makes 5 volunteers
            Cheap      |      2     | 60 queued and 4 running jobs of 0.3 s need 4 slots to start within 5 s. That makes 2 volunteers
          """)
  void givesEachJobASlotUnlessTheFarmPrefersFewVolunteers(
      ScalingPreference preference, int volunteers, String reason) {
    Sizing sizing =
        new Autoscaler(new ScalingSpec(0, 50, preference, null, 1, null), SLOTS)
            .size(load(60, 4, 0.3), askedFor(0), SizeHistory.startingWith(0, NOW), NOW);

    assertEquals(volunteers, sizing.volunteers());
    assertEquals(reason, sentences(sizing));
  }

  @Test
  void keepsVolunteersTwiceAsLongAsTheyTookToStart() {
    Autoscaler following = new Autoscaler(new ScalingSpec(0, 10, null, null, 1, null), SLOTS);
    SizeHistory slow =
        SizeHistory.startingWith(0, NOW)
            .seen(askedFor(1), NOW)
            .seen(workload(1, List.of(startedIn(30, ready("a", NOW)))), NOW);
    Sizing busy = following.size(load(0, 12, 1.0), askedFor(0), slow, NOW);

    Sizing idle = following.size(load(0, 0, 1.0), askedFor(6), busy.history(), NOW.plusSeconds(10));
    assertEquals(6, idle.volunteers());
    assertEquals(
        "0 queued and 0 running jobs need 0 slots. That makes 0 volunteers. The farm keeps 6, which it needed within"
            + " the last 60 s, since a volunteer takes 30 s to start",
        sentences(idle));
    assertEquals(Optional.of(Duration.ofSeconds(60)), idle.revisitAfter());

    Sizing later =
        following.size(load(0, 0, 1.0), askedFor(6), idle.history(), NOW.plusSeconds(70));
    assertEquals(0, later.volunteers());
  }

  @Test
  void tellsNoGuessAsAFact() {
    Autoscaler following = new Autoscaler(new ScalingSpec(0, 10, null, null, 1, null), SLOTS);
    Sizing busy = following.size(load(0, 12, 1.0), askedFor(0), NOTHING, NOW);

    Sizing idle = following.size(load(0, 0, 1.0), askedFor(6), busy.history(), NOW.plusSeconds(10));

    assertEquals(
        "0 queued and 0 running jobs need 0 slots. That makes 0 volunteers. The farm keeps 6, which it needed within"
            + " the last 60 s, since no start is known yet",
        sentences(idle));
  }

  @Test
  void doesNotGrowForJobsThatTheirOwnTenantsLimitKeepsWaiting() {
    Load nightly = new Load(40, 32, 4, 0, OptionalDouble.of(10), 12, 4, new TreeMap<>());

    Sizing sizing =
        autoscaler.size(Optional.of(nightly), askedFor(6), SizeHistory.startingWith(0, NOW), NOW);

    assertEquals(6, sizing.volunteers());
    assertEquals(
        "8 of 40 queued and 4 running jobs need 12 slots. That makes 6 volunteers",
        sentences(sizing));
  }

  @Test
  void wakesNobodyForJobsThatTheirOwnTenantsLimitKeepsWaiting() {
    Load nightly = new Load(32, 32, 1, 0, OptionalDouble.of(1), 2, 1, new TreeMap<>());

    Sizing sizing =
        autoscaler.size(Optional.of(nightly), askedFor(1), SizeHistory.startingWith(0, NOW), NOW);

    assertEquals(1, sizing.volunteers());
    assertEquals(
        "0 of 32 queued and 1 running jobs need 1 slot. That makes 1 volunteer", sentences(sizing));
  }

  @Test
  void keepsWhatWasNeededWithinTheDelayAndSaysWhenToLookAgain() {
    Sizing busy =
        autoscaler.size(load(0, 12, 1.0), askedFor(0), SizeHistory.startingWith(0, NOW), NOW);

    Sizing idle =
        autoscaler.size(load(0, 0, 1.0), askedFor(6), busy.history(), NOW.plusSeconds(100));

    assertEquals(6, idle.volunteers());
    assertEquals(
        "0 queued and 0 running jobs need 0 slots. That makes 0 volunteers. scaling.minVolunteers raises it to 1. The farm keeps 6, which it needed within the last 300 s",
        sentences(idle));
    assertEquals(Optional.of(Duration.ofMinutes(5)), idle.revisitAfter());
  }

  @Test
  void shrinksWhenTheDelayHasPassed() {
    Sizing busy =
        autoscaler.size(load(0, 12, 1.0), askedFor(0), SizeHistory.startingWith(0, NOW), NOW);
    Sizing idle =
        autoscaler.size(load(0, 0, 1.0), askedFor(6), busy.history(), NOW.plusSeconds(100));

    Sizing later =
        autoscaler.size(load(0, 0, 1.0), askedFor(6), idle.history(), NOW.plusSeconds(400));

    assertEquals(1, later.volunteers());
    assertEquals(Optional.empty(), later.revisitAfter());
  }

  @Test
  void doesNotShrinkAtOnceAfterRestartOfOperator() {
    Sizing sizing =
        autoscaler.size(
            load(0, 0, null), askedFor(8), SizeHistory.startingWith(8, NOW), NOW.plusSeconds(1));

    assertEquals(8, sizing.volunteers());
    assertEquals(Optional.of(Duration.ofMinutes(5)), sizing.revisitAfter());
  }

  @Test
  void holdsItsSizeWhileNothingIsKnown() {
    SizeHistory history = SizeHistory.startingWith(6, NOW);

    Sizing sizing = autoscaler.size(Optional.empty(), askedFor(6), history, NOW.plusSeconds(1000));

    assertEquals(6, sizing.volunteers());
    assertEquals(
        "The dispatcher's load is unknown, so the farm keeps 6 volunteers", sentences(sizing));
    Sizing heardAgain =
        autoscaler.size(load(0, 0, null), askedFor(6), sizing.history(), NOW.plusSeconds(1001));
    assertEquals(6, heardAgain.volunteers(), "silence does not count as a lack of need");
  }

  @Test
  void startsMinimumThoughNothingIsKnown() {
    assertEquals(
        1,
        autoscaler
            .size(Optional.empty(), askedFor(0), SizeHistory.startingWith(0, NOW), NOW)
            .volunteers());
  }

  @Test
  void obeysLoweredMaximumAtOnce() {
    Autoscaler lowered = new Autoscaler(new ScalingSpec(0, 3, null, 5, 1, 300), SLOTS);

    assertEquals(
        3,
        lowered
            .size(load(0, 0, null), askedFor(8), SizeHistory.startingWith(8, NOW), NOW)
            .volunteers());
  }

  @Test
  void takesTheFirstJobsForLongOnesOnlyWhenTheyHaveRunForLong() {
    Sizing begin =
        autoscaler.size(load(12, 4, null), askedFor(0), SizeHistory.startingWith(0, NOW), NOW);

    assertEquals(2, begin.volunteers());
    assertEquals(Optional.of(Duration.ofSeconds(1)), begin.revisitAfter());

    Sizing later =
        autoscaler.size(load(12, 4, null), askedFor(2), begin.history(), NOW.plusMillis(2500));

    assertEquals(4, later.volunteers());
    assertEquals(
        "12 queued and 4 running jobs of perhaps 2.5 s need 8 slots to start within 5 s. That makes 4 volunteers",
        sentences(later));

    Sizing nextBuild =
        autoscaler.size(load(12, 0, null), askedFor(4), later.history(), NOW.plusSeconds(400));

    assertEquals(2, nextBuild.history().needed().levels().getLast().volunteers());
  }

  @Test
  void countsOnNoSlotOfLongJobsThatKeepOthersWaiting() {
    Sizing stuck =
        waitingFor(12, new Load(10, 0, 8, 12, OptionalDouble.of(1), 8, 8, new TreeMap<>()));
    assertEquals(5, stuck.volunteers());
    assertEquals(
        "10 queued jobs of 1.0 s and 8 running jobs that do not end need 10 slots to start within 5 s. The oldest job waits 12 s. That makes 5 volunteers",
        sentences(stuck));

    Sizing soon =
        waitingFor(12, new Load(10, 0, 8, 9, OptionalDouble.of(1), 8, 8, new TreeMap<>()));
    assertEquals(4, soon.volunteers(), "a wait near the target is none too long");

    Sizing justCame =
        waitingFor(9, new Load(10, 0, 8, 12, OptionalDouble.of(1), 8, 8, new TreeMap<>()));
    assertEquals(4, justCame.volunteers(), "who has just come had no time to help");
  }

  private Sizing waitingFor(int seconds, Load load) {
    return autoscaler.size(Optional.of(load), allReady(4, NOW), NOTHING, NOW.plusSeconds(seconds));
  }

  @Test
  void doesNotShrinkWhileJobsWaitForASlot() {
    Sizing sizing = autoscaler.size(load(3, 2, 1.0), askedFor(6), NOTHING, NOW);

    assertEquals(6, sizing.volunteers());
    assertEquals(
        "3 queued and 2 running jobs of 1.0 s need 1 slot to start within 5 s. 2 slots are busy. That makes 1 volunteer."
            + " scaling.wakeVolunteers raises it to 2. The farm keeps 6 while jobs wait for a slot",
        sentences(sizing));
    Sizing idle =
        autoscaler.size(load(0, 2, 1.0), askedFor(6), sizing.history(), NOW.plusSeconds(301));
    assertEquals(2, idle.volunteers(), "that they stayed was no need");
  }

  @Test
  void shrinksToLoweredMaximumEvenWhileJobsWait() {
    Autoscaler lowered = new Autoscaler(new ScalingSpec(0, 3, null, 5, 1, 300), SLOTS);

    Sizing sizing =
        lowered.size(load(50, 12, 9.0), askedFor(8), SizeHistory.startingWith(8, NOW), NOW);

    assertEquals(3, sizing.volunteers());
  }

  @Test
  void asksForOneMoreInPlaceOfEachThatDoesNotGetReady() {
    Workload pods =
        workload(
            4, List.of(ready("a", NOW), ready("b", NOW), notReady("c", NOW), notReady("d", NOW)));
    SizeHistory history = SizeHistory.startingWith(4, NOW);

    Sizing intime = autoscaler.size(load(0, 8, 1.0), pods, history, NOW.plusSeconds(20));
    assertEquals(4, intime.volunteers());
    assertEquals(Optional.of(Duration.ofSeconds(40)), intime.revisitAfter());

    Sizing late = autoscaler.size(load(0, 8, 1.0), pods, intime.history(), NOW.plusSeconds(60));
    assertEquals(6, late.volunteers());
    assertEquals(
        "0 queued and 8 running jobs need 8 slots. That makes 4 volunteers. 2 volunteers do not become ready, so the farm starts 2 more",
        sentences(late));
    assertEquals(4, late.history().highest(), "a replacement is no need");
  }

  @Test
  void keepsTheSurplusForTheDelayWhenTheLateOnesGetReadyAfterAll() {
    Workload late = workload(4, List.of(ready("a", NOW), notReady("c", NOW)));
    Sizing first =
        autoscaler.size(
            load(0, 8, 1.0), late, SizeHistory.startingWith(4, NOW), NOW.plusSeconds(60));
    assertEquals(5, first.volunteers());

    Sizing well =
        autoscaler.size(load(0, 8, 1.0), allReady(5, NOW), first.history(), NOW.plusSeconds(100));
    assertEquals(5, well.volunteers());
    assertEquals(
        "0 queued and 8 running jobs need 8 slots. That makes 4 volunteers. The farm keeps 1 more, which it started in place of others within the last 300 s",
        sentences(well));
    assertEquals(Optional.of(Duration.ofMinutes(5)), well.revisitAfter());

    Sizing later =
        autoscaler.size(load(0, 8, 1.0), allReady(5, NOW), well.history(), NOW.plusSeconds(400));
    assertEquals(4, later.volunteers());
  }

  @Test
  void replacesNothingWhereMoreOfTheSameIsFutile() {
    Workload neverReady = workload(2, List.of(notReady("a", NOW), notReady("b", NOW)));
    Workload noNode = workload(2, List.of(ready("a", NOW), unscheduled("b", UNSCHEDULABLE)));
    Workload roomIsMade = workload(2, List.of(ready("a", NOW), unscheduled("b", ROOM_IS_MADE)));
    Workload going = workload(2, List.of(ready("a", NOW), terminating(notReady("b", NOW), 600)));

    Workload chosen = workload(2, List.of(ready("a", NOW), marked(notReady("b", NOW))));
    Workload updated = workload(2, List.of(ready("a", NOW), ofRevision("2", notReady("b", NOW))));

    for (Workload volunteers : List.of(neverReady, noNode, roomIsMade, going, chosen, updated)) {
      Sizing sizing =
          autoscaler.size(
              load(0, 4, 1.0), volunteers, SizeHistory.startingWith(2, NOW), NOW.plusSeconds(100));
      assertEquals(2, sizing.volunteers(), volunteers.toString());
      assertEquals(
          "0 queued and 4 running jobs need 4 slots. That makes 2 volunteers", sentences(sizing));
    }
  }

  @Test
  void replacesWithinTheMaximumAndNeverMoreThanIsNeeded() {
    List<PodFact> pods = new ArrayList<>(List.of(ready("a", NOW)));
    IntStream.range(0, 5).forEach(i -> pods.add(notReady("late-" + i, NOW)));

    Sizing full =
        autoscaler.size(
            load(0, 18, 1.0),
            workload(9, pods),
            SizeHistory.startingWith(9, NOW),
            NOW.plusSeconds(100));
    assertEquals(10, full.volunteers());
    assertEquals(new SizeStep.Replacing(1, 5), full.steps().getLast());

    Sizing quiet =
        autoscaler.size(load(0, 2, 1.0), workload(6, pods), NOTHING, NOW.plusSeconds(100));
    assertEquals(2, quiet.volunteers());
  }

  private static String sentences(Sizing sizing) {
    return SizeSentences.of(sizing.steps());
  }

  private static PodFact unscheduled(String name, Trouble.Kind kind) {
    return new PodFact(
        name,
        "1",
        false,
        NOW,
        Optional.empty(),
        false,
        Collections.emptySortedMap(),
        Optional.empty(),
        Optional.of(new Trouble(kind, "0/3 nodes are available")));
  }

  private static Optional<Load> load(int queued, int running, Double mean) {
    return Optional.of(
        new Load(
            queued,
            0,
            running,
            0,
            mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean),
            0,
            running,
            new TreeMap<>()));
  }
}
