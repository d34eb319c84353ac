package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One tenant fills its share of memory, and another one does not notice. */
@Timeout(300)
class SharedRoomIT {
  private static final String HEAVY = "127.0.0.2";
  private static final String LIGHT = "127.0.0.3";
  private static final byte[] SMALL_REPLY = Messages.reply(0, "", new byte[10]);

  @TempDir Path scratch;

  /** The patience of a client is 300 s: it is not what ends their waits. */
  @Test
  void whoDoesNotReadItsReplyHoldsNoSlot() throws Exception {
    byte[] large = Messages.reply(0, "", new byte[12 << 20]);
    List<RawClient> stopped = new ArrayList<>();
    // A fifth of the heap is for replies: 16 MiB.
    try (ScriptedVolunteer volunteer =
            ScriptedVolunteer.answering(4, Map.of("large", large, "small", SMALL_REPLY));
        RealDispatcher dispatcher = start(volunteer, "-Xmx80m")) {
      for (int i = 0; i < 10; i++) {
        stopped.add(RawClient.request(HEAVY, dispatcher.port(), "large"));
      }
      for (int i = 0; i < 3; i++) {
        try (RawClient light = RawClient.request(LIGHT, dispatcher.port(), "small")) {
          assertEquals(0, light.awaitStatus());
        }
      }
      String notRead = "compilefarm_jobs_ended_total{outcome=\"not_read\"}";
      dispatcher.awaitLoad(
          "no more are left than there is room for, an overdraft included",
          load -> dispatcher.metric(notRead) >= 8 && load.get("running").asInt() == 0);
      assertEquals(10, volunteer.requests() - 3, "nothing is compiled twice for who does not read");
    } finally {
      for (RawClient client : stopped) {
        client.close();
      }
    }
  }

  @Test
  void largeRequestsOfOneTenantLeaveRoomForAnother() throws Exception {
    byte[] large = Messages.request(1, List.of("large", "-c", "x.c"), new byte[4_700_000]);
    List<RawClient> heavy = new ArrayList<>();
    List<Thread> senders = new ArrayList<>();
    // Two fifths of the heap are for requests: 16 MiB.
    try (ScriptedVolunteer volunteer = ScriptedVolunteer.holding(1);
        RealDispatcher dispatcher = start(volunteer, "-Xmx40m")) {
      for (int i = 0; i < 12; i++) {
        RawClient client = RawClient.connect(HEAVY, dispatcher.port());
        heavy.add(client);
        senders.add(Thread.ofVirtual().start(() -> send(client, large)));
      }
      ScriptedVolunteer.Request first = volunteer.awaitRequest();
      dispatcher.awaitLoad(
          "the heavy tenant waits for room",
          load -> dispatcher.metric("compilefarm_spool_waiting_messages{message=\"request\"}") > 0);
      try (RawClient light = RawClient.request(LIGHT, dispatcher.port(), "small")) {
        dispatcher.awaitLoad("the light one is queued", load -> queued(load, LIGHT) == 1);
        first.answer(SMALL_REPLY);
        // The turn may be the heavy one's once more, where it has another whole request by now.
        ScriptedVolunteer.Request next = volunteer.awaitRequest();
        if (next.compiler().equals("large")) {
          next.answer(SMALL_REPLY);
          next = volunteer.awaitRequest();
        }
        assertEquals("small", next.compiler());
        next.answer(SMALL_REPLY);
        assertEquals(0, light.awaitStatus());
      }
    } finally {
      for (RawClient client : heavy) {
        client.close();
      }
      for (Thread sender : senders) {
        sender.join();
      }
    }
  }

  private RealDispatcher start(ScriptedVolunteer volunteer, String heap) throws IOException {
    return RealDispatcher.start(
        scratch,
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", heap),
        Map.of("COMPILEFARM_VOLUNTEERS", volunteer.volunteer()));
  }

  private static int queued(JsonNode load, String tenant) {
    return StreamSupport.stream(load.get("tenants").spliterator(), false)
        .filter(node -> node.get("tenant").asText().equals(tenant))
        .mapToInt(node -> node.get("queued").asInt())
        .sum();
  }

  private static void send(RawClient client, byte[] request) {
    try {
      client.send(request);
    } catch (IOException _) {
      // Closed before all was sent: the test is over.
    }
  }
}
