package dev.compilefarm.dispatcher.it;

import static dev.compilefarm.dispatcher.protocol.Messages.concat;
import static dev.compilefarm.dispatcher.protocol.Messages.head;
import static dev.compilefarm.dispatcher.protocol.Messages.reply;
import static dev.compilefarm.dispatcher.protocol.Messages.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects that are larger than the dispatcher's memory, and objects over its limit. */
@Timeout(300)
class LargeObjectIT {
  private static final int MIB = 1 << 20;
  private static final int LARGE_MIB = Integer.getInteger("compilefarm.large-object-mib", 100);

  @TempDir Path scratch;

  @Test
  void aLargeObjectPassesByDisk() throws Exception {
    Path spool = Files.createDirectory(scratch.resolve("spool"));
    try (ServerSocket volunteer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> serve(volunteer));
      try (RealDispatcher dispatcher =
              RealDispatcher.start(
                  scratch,
                  "127.0.0.1:%d/1".formatted(volunteer.getLocalPort()),
                  Map.of("COMPILEFARM_SPOOL_DIRECTORY", spool.toString()));
          Socket client = dispatcher.connect()) {
        client.getOutputStream().write(request(1, List.of("gcc", "-c", "x.c"), new byte[10]));
        long expected = beforeObject().length + (long) LARGE_MIB * MIB;
        assertEquals(expected, client.getInputStream().transferTo(OutputStream.nullOutputStream()));
        assertEquals("DONE", dispatcher.jobs().get(0).get("outcome").asText());
        assertEquals(1, dispatcher.jobs().get(0).get("attempts").asInt());
      }
    }
  }

  @Test
  void anObjectOverTheLimitIsTriedOnceAndToldInWords() throws Exception {
    byte[] large = reply(0, "", new byte[2 * MIB]);
    try (ScriptedVolunteer one = ScriptedVolunteer.answering(1, large);
        ScriptedVolunteer two = ScriptedVolunteer.answering(1, large);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                one.volunteer() + "," + two.volunteer(),
                Map.of("COMPILEFARM_QUEUE_MAX_OBJECT_BYTES", Integer.toString(MIB)))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));

      assertEquals(1, client.compile("large.c", "int large;\n").waitFor());

      assertTrue(
          client
              .log()
              .contains(
                  "compilefarm: the object of this job is too large: it has 2 MiB, and this farm"
                      + " takes 1 MiB as sent; raise COMPILEFARM_QUEUE_MAX_OBJECT_BYTES"),
          client.log());
      assertEquals(1, one.requests() + two.requests());
      JsonNode job = dispatcher.jobs().get(0);
      assertEquals("TOO_LARGE", job.get("outcome").asText());
      assertEquals("2 MiB", job.get("about").asText());
      assertEquals(1, job.get("attempts").asInt());
      dispatcher
          .load()
          .get("volunteers")
          .forEach(volunteer -> assertEquals("READY", volunteer.get("state").asText()));
    }
  }

  /** Takes one request after the other, and replies with zeros. */
  private static void serve(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket connection = listener.accept()) {
        InputStream in = connection.getInputStream();
        if (in.read() < 0) {
          continue;
        }
        OutputStream out = connection.getOutputStream();
        out.write(beforeObject());
        byte[] zeros = new byte[MIB];
        for (int i = 0; i < LARGE_MIB; i++) {
          out.write(zeros);
        }
        // The end of the connection is the dispatcher's.
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // Whoever had connected has gone, or the listener is closed.
      }
    }
  }

  private static byte[] beforeObject() {
    return concat(
        head("DONE", 1),
        head("STAT", 0),
        head("SERR", 0),
        head("SOUT", 0),
        head("DOTO", (long) LARGE_MIB * MIB));
  }
}
