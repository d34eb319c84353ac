package dev.compilefarm.operator.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.Facts;
import dev.compilefarm.operator.observe.PodFact;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolunteerMarksTest {
  private static final PodFact POD = Facts.ready("v1", Instant.EPOCH);

  @Test
  void isWrittenInTheWordsOfThisVersionAndOfThePrevious() {
    assertEquals(
        """
        {"controller.kubernetes.io/pod-deletion-cost":"-100",\
        "compilefarm.dev/no-new-jobs":"scale-down","compilefarm.dev/drain":"scale-down"}\
        """,
        VolunteerMarks.marked(POD).toString());
  }

  @Test
  void leavesThePersonsWishAlone() {
    PodFact byAPerson = Facts.annotated(POD, Map.of("compilefarm.dev/no-new-jobs", "true"));
    assertEquals(
        "{\"controller.kubernetes.io/pod-deletion-cost\":\"-100\"}",
        VolunteerMarks.marked(byAPerson).toString());
    assertEquals(
        "{\"controller.kubernetes.io/pod-deletion-cost\":null}",
        VolunteerMarks.unmarked(byAPerson).toString());
  }

  @Test
  void isTakenAwayInBothWords() {
    PodFact marked =
        Facts.annotated(
            POD,
            Map.of(
                "compilefarm.dev/no-new-jobs", "scale-down",
                "compilefarm.dev/drain", "scale-down"));
    assertEquals(
        """
        {"controller.kubernetes.io/pod-deletion-cost":null,\
        "compilefarm.dev/drain":null,"compilefarm.dev/no-new-jobs":null}\
        """,
        VolunteerMarks.unmarked(marked).toString());
  }

  /** After an operator of the previous version was back for a while, and took back its word. */
  @Test
  void leftBehindWithoutTheRestIsTakenAway() {
    PodFact stale = Facts.annotated(POD, Map.of("compilefarm.dev/no-new-jobs", "scale-down"));
    assertEquals(
        """
        {"controller.kubernetes.io/pod-deletion-cost":null,"compilefarm.dev/no-new-jobs":null}\
        """,
        VolunteerMarks.change(stale, false).orElseThrow().annotations().toString());
    assertEquals(Optional.empty(), VolunteerMarks.change(POD, false));
    PodFact byAPerson = Facts.annotated(POD, Map.of("compilefarm.dev/no-new-jobs", "true"));
    assertEquals(Optional.empty(), VolunteerMarks.change(byAPerson, false));
  }

  /** As an operator of the previous version marked it, before it was replaced. */
  @Test
  void ofThePreviousVersionIsTakenAwayToo() {
    PodFact marked = Facts.annotated(POD, Map.of("compilefarm.dev/drain", "scale-down"));
    assertEquals(
        "{\"controller.kubernetes.io/pod-deletion-cost\":null,\"compilefarm.dev/drain\":null}",
        VolunteerMarks.unmarked(marked).toString());
  }
}
