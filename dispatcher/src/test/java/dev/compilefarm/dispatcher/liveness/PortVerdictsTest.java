package dev.compilefarm.dispatcher.liveness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.liveness.PortVerdicts.Verdict;
import dev.compilefarm.dispatcher.transport.PortAnswer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortVerdictsTest {
  private final PortVerdicts verdicts = new PortVerdicts();

  @Test
  void aRefusalIsProofAtOnceAlsoOfALoneVolunteer() {
    busy("v");
    assertEquals(Verdict.DESERTED, verdicts.answered("v", PortAnswer.REFUSED));
  }

  @Test
  void threeSilencesInARowAreProof() {
    busy("v", "w");
    answer(PortAnswer.LISTENS, "w");
    assertEquals(Verdict.ASK_AGAIN, silence("v"));
    assertEquals(Verdict.ASK_AGAIN, silence("v"));
    assertEquals(Verdict.DESERTED, silence("v"));
  }

  @Test
  void anAnswerBreaksTheRow() {
    busy("v", "w");
    answer(PortAnswer.LISTENS, "w");
    silence("v");
    silence("v");
    assertEquals(Verdict.NONE, verdicts.answered("v", PortAnswer.LISTENS));
    assertEquals(Verdict.ASK_AGAIN, silence("v"));
  }

  @Test
  void whatCouldNotBeAskedNeitherBreaksTheRowNorAddsToIt() {
    busy("v", "w");
    answer(PortAnswer.LISTENS, "w");
    silence("v");
    for (int i = 0; i < 60; i++) {
      assertEquals(Verdict.NONE, verdicts.answered("v", PortAnswer.UNKNOWN));
    }
    assertEquals(Verdict.ASK_AGAIN, silence("v"));
    assertEquals(Verdict.DESERTED, silence("v"));
  }

  @Test
  void theSilenceOfALoneVolunteerProvesNothing() {
    busy("v");
    for (int i = 0; i < 10; i++) {
      assertEquals(Verdict.NONE, silence("v"));
    }
  }

  @Test
  void othersThatWereNotAskedYetDoNotSpeakForTheNetwork() {
    busy("v", "w", "x");
    assertEquals(Verdict.NONE, silence("v"));
    answer(PortAnswer.LISTENS, "w");
    assertEquals(Verdict.ASK_AGAIN, silence("v"));
  }

  @Test
  void halfMayBeSilent() {
    busy("a", "b", "c", "d");
    answer(PortAnswer.LISTENS, "c", "d");
    silence("a");
    silence("b");
    assertFalse(verdicts.isTrouble());
    silence("a");
    assertEquals(Verdict.DESERTED, silence("a"));
    silence("b");
    assertEquals(Verdict.DESERTED, silence("b"));
  }

  @Test
  void ofMoreThanHalfNoneIsBlamed() {
    busy("a", "b", "c", "d", "e");
    answer(PortAnswer.LISTENS, "d", "e");
    assertEquals(Verdict.ASK_AGAIN, silence("a"));
    assertEquals(Verdict.ASK_AGAIN, silence("b"));
    assertEquals(Verdict.NONE, silence("c"));
    assertTrue(verdicts.isTrouble());
    for (int i = 0; i < 10; i++) {
      assertEquals(Verdict.NONE, silence("a"));
    }
  }

  @Test
  void thoseThatCouldNotBeAskedSpeakAgainstUs() {
    busy("a", "b", "c", "d", "e");
    answer(PortAnswer.LISTENS, "d", "e");
    answer(PortAnswer.UNKNOWN, "b", "c");
    assertEquals(Verdict.NONE, silence("a"));
  }

  @Test
  void aRefusalSpeaksForTheNetwork() {
    busy("v", "w");
    answer(PortAnswer.REFUSED, "w");
    assertEquals(Verdict.ASK_AGAIN, silence("v"));
  }

  /** The last question before the end of a stall is in vain, when others answer already. */
  @Test
  void silencesOfATimeWhenMostWereSilentDoNotCountLater() {
    busy("a", "b", "c");
    for (int i = 0; i < PortVerdicts.SILENCES; i++) {
      silence("a");
      silence("b");
      silence("c");
    }
    answer(PortAnswer.LISTENS, "b", "c");
    assertEquals(Verdict.ASK_AGAIN, silence("a"));
    assertEquals(Verdict.NONE, verdicts.answered("a", PortAnswer.LISTENS));
  }

  @Test
  void whoIsNotBusyAnyMoreIsForgotten() {
    busy("v", "w");
    answer(PortAnswer.LISTENS, "w");
    silence("v");
    silence("v");
    busy("w");
    assertEquals(Verdict.NONE, silence("v"));
    busy("v", "w");
    assertEquals(Verdict.ASK_AGAIN, silence("v"));
  }

  @Test
  void theSilentOnesThatAreForgottenAreNoTroubleAnyMore() {
    busy("a", "b", "c");
    IntStream.range(0, 3).forEach(_ -> List.of("a", "b", "c").forEach(this::silence));
    assertTrue(verdicts.isTrouble());
    busy();
    assertFalse(verdicts.isTrouble());
  }

  private void busy(String... volunteers) {
    verdicts.busy(List.of(volunteers));
  }

  private Verdict silence(String volunteer) {
    return verdicts.answered(volunteer, PortAnswer.SILENT);
  }

  private void answer(PortAnswer answer, String... volunteers) {
    List.of(volunteers).forEach(volunteer -> verdicts.answered(volunteer, answer));
  }
}
