package dev.compilefarm.dispatcher.it;

import static dev.compilefarm.dispatcher.protocol.Messages.reply;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.transport.Connector;
import dev.compilefarm.dispatcher.transport.NameResolver;
import dev.compilefarm.dispatcher.transport.PortAnswer;
import dev.compilefarm.dispatcher.transport.PortProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a volunteer sees of its slots. */
@Timeout(300)
class SlotsIT {
  private static final int JOBS = 500;
  private static final int ABANDONED_RUNNING = 200;
  private static final byte[] REPLY = reply(0, "", new byte[] {1});
  private static final byte[] KILLED = reply(9, "", new byte[0]);
  private static final byte[] NOTHING = {};

  private static final Pattern ACCEPTED = Pattern.compile("dcc_tcp_accept (\\d+)");

  @TempDir Path scratch;

  /** While jobs are done, replayed, broken off, and abandoned by their clients. */
  @Test
  void areNeverExceeded() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (ScriptedVolunteer one = ScriptedVolunteer.holding(3);
        ScriptedVolunteer two = ScriptedVolunteer.holding(2);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, one.volunteer() + "," + two.volunteer())) {
      for (int i = 0; i < JOBS; i++) {
        clients.add(RawClient.request("127.0.0." + (2 + i % 5), dispatcher.port(), "cc" + i));
      }
      one.awaitOpen(3);
      two.awaitOpen(2);
      for (int i = 0; i < ABANDONED_RUNNING; i++) {
        String running = one.awaitRequest().compiler();
        clients.get(Integer.parseInt(running.substring(2))).hangUp();
      }
      hangUpEachThird(clients, 0);
      one.answerFromNowOn(REPLY, KILLED, REPLY, NOTHING, REPLY);
      two.answerFromNowOn(REPLY, NOTHING, KILLED);
      hangUpEachThird(clients, 1);

      dispatcher.awaitLoad(
          "no job is left",
          load ->
              load.at("/jobs/accepted").asInt() == JOBS
                  && load.get("queued").asInt() == 0
                  && load.get("running").asInt() == 0);
      assertEquals(3, one.mostOpen());
      assertEquals(2, two.mostOpen());
      assertTrue(dispatcher.load().at("/jobs/replayed").asInt() > 0, "some were replayed");
      assertTrue(dispatcher.load().at("/jobs/ended/ABANDONED").asInt() > 0, "some were abandoned");
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  private static void hangUpEachThird(List<RawClient> clients, int first) throws IOException {
    for (int i = first; i < clients.size(); i += 3) {
      clients.get(i).hangUp();
    }
  }

  /**
   * distccd's listener waits for a first byte, so a probe does not even wake one of its children.
   */
  @Test
  void areNotTakenByProbes() throws Exception {
    int statistics = Ports.free();
    try (RealDistccd volunteer =
            RealDistccd.start(
                Ports.free(), 1, scratch, List.of("--stats", "--stats-port=" + statistics));
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteer.volunteer())) {
      await("the statistics are there")
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> accepted(statistics) >= 0);
      int before = accepted(statistics);
      for (int i = 0; i < 100; i++) {
        assertEquals(
            PortAnswer.LISTENS,
            new PortProbe(new Connector(new NameResolver()))
                .ask(List.of("127.0.0.1"), volunteer.port(), Duration.ofSeconds(30)));
      }
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      client.assertCompiled(client.compile("x.c", "int x;\n"), "x.c");
      await("the job is counted")
          .atMost(Duration.ofSeconds(30))
          .until(() -> accepted(statistics) > before);
      assertEquals(1, accepted(statistics) - before);
    }
  }

  private static int accepted(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher matcher = ACCEPTED.matcher(text);
      assertTrue(matcher.find(), text);
      return Integer.parseInt(matcher.group(1));
    }
  }
}
