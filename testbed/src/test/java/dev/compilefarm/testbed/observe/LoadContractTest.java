package dev.compilefarm.testbed.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Reads what the dispatcher of this version writes. The dispatcher's test of the same name keeps
 * the sample in {@code contract/} true; all numbers of it differ.
 */
class LoadContractTest {
  private static final Path SAMPLE = Path.of("../contract/load.json");

  @Test
  void everyFieldOfTheLoadIsReadFromItsPlace() throws IOException {
    Load load = new ObjectMapper().readValue(SAMPLE.toFile(), Load.class);

    assertEquals(61, load.queued());
    assertEquals(145, load.running());
    assertEquals(new Load.Slots(365, 145), load.slots());
    assertEquals(1_234, load.jobs().accepted());
    assertEquals(101, load.jobs().done());
    assertEquals(56, load.jobs().replayed());
    assertEquals(101, load.jobs().ended().get("DONE"));
    assertEquals(102, load.jobs().ended().get("ABANDONED"));
    assertEquals(
        List.of(new Load.Tenant("10.1.0.9", 27, 58), new Load.Tenant("nightly", 34, 87)),
        load.tenants());
    assertEquals(
        new Load.Volunteer("main-volunteers-a", 180, 10, "READY", "cbf424399b29"),
        load.volunteers().getFirst());
    assertEquals(10, load.volunteers().size());
    assertEquals(34, load.queuedBy("nightly"));
  }
}
