package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Why there are two entry ports: what fails on one is sent to the other at once. */
@Timeout(300)
class EntryPortsIT {
  @TempDir Path scratch;

  @Test
  void takeWhatWasSentHomeFromTheOtherOne() throws Exception {
    Map<String, String> settings =
        Map.of(
            "COMPILEFARM_PORTS",
            "%d,%d=second".formatted(Ports.free(), Ports.free()),
            "COMPILEFARM_TENANTS",
            "127.0.0.1 max-queued=1");
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, volunteer.volunteer(), settings)) {
      RealClient one = new RealClient(scratch, "one", dispatcher.hosts(",lzo"));
      RealClient two = new RealClient(scratch, "two", dispatcher.hosts(",lzo"));
      RealClient three = new RealClient(scratch, "three", dispatcher.hosts(",lzo"));
      Process running = one.compile("held.c", gate.source());
      gate.awaitCompile(volunteer);
      Process queued = two.compile("queued.c", "int queued;\n");
      dispatcher.awaitLoad("one waits", load -> load.get("queued").asInt() == 1);

      Process resent = three.compile("resent.c", "int resent;\n");

      dispatcher.awaitLoad("another one waits", load -> load.get("queued").asInt() == 2);
      gate.open();
      one.assertCompiled(running, "held.c");
      two.assertCompiled(queued, "queued.c");
      assertEquals(0, resent.waitFor(), three.log());
      dispatcher.awaitLoad("all are done", load -> load.at("/jobs/done").asInt() == 3);
      assertEquals(
          List.of("127.0.0.1 DONE", "127.0.0.1 DONE", "127.0.0.1 TENANT_QUEUE_FULL", "second DONE"),
          StreamSupport.stream(dispatcher.jobs().spliterator(), false)
              .map(job -> job.get("tenant").asText() + " " + job.get("outcome").asText())
              .toList());
    }
  }
}
