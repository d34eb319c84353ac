package dev.compilefarm.operator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.compilefarm.operator.observe.Load;
import java.io.IOException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LoadReplyTest {

  @Test
  void readsWhatItNeedsAndLeavesTheRest() throws IOException {
    var load =
        LoadReply.parse(
            """
            {"queued":3,"running":4,"oldestWaitSeconds":1.95,"meanServiceSeconds":2.1,
             "slots":{"total":6,"busy":4,"draining":0},"jobs":{"accepted":120},"news":[1]}
            """);

    assertEquals(new Load(3, 4, 1, OptionalDouble.of(2.1), 6, 4), load);
  }

  @Test
  void knowsNoMeanBeforeTheFirstJob() throws IOException {
    var load =
        LoadReply.parse(
            """
            {"queued":0,"running":0,"oldestWaitSeconds":0,"meanServiceSeconds":null,
             "slots":{"total":0,"busy":0}}
            """);

    assertEquals(OptionalDouble.empty(), load.meanServiceSeconds());
  }

  @Test
  void namesTheMissingField() {
    var failure =
        assertThrows(
            IOException.class,
            () -> LoadReply.parse("{\"queued\":1,\"running\":1,\"oldestWaitSeconds\":0}"));

    assertEquals("the reply has no number at /slots/total", failure.getMessage());
  }

  @Test
  void saysThatTheReplyIsNotJson() {
    var failure = assertThrows(IOException.class, () -> LoadReply.parse("<html>"));

    assertEquals(
        "the reply is not JSON: ",
        failure.getMessage().substring(0, "the reply is not JSON: ".length()));
  }
}
