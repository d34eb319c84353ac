package dev.compilefarm.dispatcher.it;

import static dev.compilefarm.dispatcher.protocol.Messages.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Weights and limits of tenants, which are addresses of clients or names of entry ports. */
@Timeout(300)
class TenantsIT {
  private static final byte[] REPLY = reply(0, "", new byte[] {1});

  @TempDir Path scratch;

  @Test
  void areHeldToTheirLimits() throws Exception {
    int nightly = Ports.free();
    try (ScriptedVolunteer volunteer = ScriptedVolunteer.holding(4);
        RealDispatcher dispatcher =
            start(volunteer, nightly, "nightly weight=1 max-running=1 max-queued=2");
        RawClient first = RawClient.request("127.0.0.2", nightly, "gcc");
        RawClient second = RawClient.request("127.0.0.3", nightly, "gcc");
        RawClient third = RawClient.request("127.0.0.4", nightly, "gcc")) {
      dispatcher.awaitLoad(
          "one runs and two wait",
          tenant("nightly", t -> t.get("running").asInt() == 1 && t.get("queued").asInt() == 2));

      try (RawClient fourth = RawClient.request("127.0.0.5", nightly, "gcc")) {
        fourth.awaitClosed();
      }
      assertEquals(1, dispatcher.load().at("/jobs/ended/TENANT_QUEUE_FULL").asInt());

      for (int i = 0; i < 3; i++) {
        volunteer.awaitRequest().answer(REPLY);
      }
      for (RawClient client : List.of(first, second, third)) {
        assertEquals(0, client.awaitStatus());
      }
      assertEquals(1, volunteer.mostOpen());
      dispatcher.jobs().forEach(job -> assertEquals("nightly", job.get("tenant").asText()));
    }
  }

  @Test
  void shareTheSlotsByWeight() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (ScriptedVolunteer volunteer = ScriptedVolunteer.holding(4);
        RealDispatcher dispatcher = start(volunteer, Ports.free(), "127.0.0.2 weight=3")) {
      request(clients, 4, "127.0.0.4", dispatcher);
      List<ScriptedVolunteer.Request> first = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        first.add(volunteer.awaitRequest());
      }
      request(clients, 8, "127.0.0.3", dispatcher);
      request(clients, 8, "127.0.0.2", dispatcher);
      dispatcher.awaitLoad("all wait", load -> load.get("queued").asInt() == 16);

      first.forEach(request -> request.answer(REPLY));

      dispatcher.awaitLoad("the heavy one has three", running("127.0.0.2", 3));
      dispatcher.awaitLoad("the other one has one", running("127.0.0.3", 1));
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  private RealDispatcher start(ScriptedVolunteer volunteer, int nightly, String tenants)
      throws IOException {
    return RealDispatcher.start(
        scratch,
        volunteer.volunteer(),
        Map.of(
            "COMPILEFARM_PORTS",
            "%d,%d=nightly".formatted(Ports.free(), nightly),
            "COMPILEFARM_TENANTS",
            tenants));
  }

  private static void request(
      List<RawClient> clients, int number, String from, RealDispatcher dispatcher)
      throws IOException {
    for (int i = 0; i < number; i++) {
      clients.add(RawClient.request(from, dispatcher.port(), "gcc"));
    }
  }

  private static Predicate<JsonNode> running(String name, int number) {
    return tenant(name, tenant -> tenant.get("running").asInt() == number);
  }

  private static Predicate<JsonNode> tenant(String name, Predicate<JsonNode> expected) {
    return load ->
        StreamSupport.stream(load.get("tenants").spliterator(), false)
            .filter(tenant -> tenant.get("tenant").asText().equals(name))
            .anyMatch(expected);
  }
}
