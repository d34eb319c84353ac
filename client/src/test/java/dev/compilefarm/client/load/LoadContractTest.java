package dev.compilefarm.client.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every field that the command uses, read from what a dispatcher writes. */
class LoadContractTest {
  private static final Path CONTRACT = Path.of("..", "contract");

  @Test
  void readsABusyDispatcher() throws IOException {
    Load load = Load.of(Files.readString(CONTRACT.resolve("load.json")));

    assertEquals(61, load.queued());
    assertEquals(145, load.running());
    assertEquals(12.75, load.oldestWaitSeconds());
    assertEquals(2.5, load.meanServiceSeconds());
    assertEquals(new Load.Slots(365, 145, 369), load.slots());
    assertEquals(101, load.jobs().ended().get("DONE"));
    assertEquals(56, load.jobs().replayed());
    assertEquals(new Load.Tenant("nightly", 34, 87, 3, 31, 3.75, "FARM"), load.tenants().get(1));
    assertEquals(29, load.tenants().get(1).share());
    Load.Volunteer aside = load.volunteers().get(4);
    assertEquals(
        new Load.Volunteer(
            "main-volunteers-e", "10.2.0.5:3632", 184, 14, "BLACK_HOLE", "TMPDIR_FULL"),
        aside);
    assertEquals(new Load.SharedAddress("10.3.0.1", "NODE"), load.sharedAddresses().getFirst());
    assertEquals(42, load.refusals().getFirst().jobs());
    assertEquals(new Load.FallBack("10.1.0.9", 44), load.pumpFallBacks().getFirst());
  }

  @Test
  void readsADispatcherAtItsStart() throws IOException {
    Load load = Load.of(Files.readString(CONTRACT.resolve("load-at-start.json")));
    assertNull(load.meanServiceSeconds());
    assertNotNull(load.slots());
  }

  @Test
  void saysThatAnAnswerCannotBeRead() {
    UnreadableAnswerException failure =
        assertThrows(UnreadableAnswerException.class, () -> Load.of("<html>"));
    assertEquals(
        "The dispatcher's answer to /v1/load cannot be read. Is its version this command's?",
        failure.getMessage());
  }
}
