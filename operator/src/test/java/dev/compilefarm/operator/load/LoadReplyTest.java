package dev.compilefarm.operator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.compilefarm.operator.observe.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadReplyTest {

  /** While the operator is updated, dispatchers of other versions run, for as long as jobs do. */
  @ParameterizedTest
  @CsvSource({
    "of-the-first-version, 0, 4",
    "with-limits-of-tenants, 2, 4",
    "of-a-later-version, 0, 0"
  })
  void readsReplyOfAnyDispatcher(String file, int queuedOverLimit, int busyOfVolunteer)
      throws IOException {
    String reply = Files.readString(Path.of("src/test/resources/load-replies", file + ".json"));

    Load load = LoadReply.parse(reply);

    assertEquals(
        new Load(3, queuedOverLimit, 4, 1, OptionalDouble.of(2.1), 6, 4, load.busyByVolunteer()),
        load);
    assertEquals(busyOfVolunteer, load.busy("v-1"));
  }

  @Test
  void knowsNoMeanBeforeTheFirstJob() throws IOException {
    Load load =
        LoadReply.parse(
            """
            {"queued":0,"running":0,"oldestWaitSeconds":0,"meanServiceSeconds":null,
             "slots":{"total":0,"busy":0}}
            """);

    assertEquals(OptionalDouble.empty(), load.meanServiceSeconds());
  }

  @Test
  void namesTheMissingField() {
    IOException failure =
        assertThrows(
            IOException.class,
            () -> LoadReply.parse("{\"queued\":1,\"running\":1,\"oldestWaitSeconds\":0}"));

    assertEquals("the reply has no number at /slots/total", failure.getMessage());
  }

  @Test
  void saysThatTheReplyIsNotJson() {
    IOException failure = assertThrows(IOException.class, () -> LoadReply.parse("<html>"));

    assertEquals(
        "the reply is not JSON: ",
        failure.getMessage().substring(0, "the reply is not JSON: ".length()));
  }
}
