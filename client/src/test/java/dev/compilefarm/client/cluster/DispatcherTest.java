package dev.compilefarm.client.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.compilefarm.client.load.JobFilter;
import dev.compilefarm.client.load.JobSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dispatcher's port over a real connection, with replies that a test puts there. */
class DispatcherTest {
  private record Reply(int status, String body) {}

  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private LocalServer server;

  @BeforeEach
  void listen() throws IOException {
    server = LocalServer.start(this::answer);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    Reply reply = replies.remove();
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Retry-After", "0");
    exchange.sendResponseHeaders(reply.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Dispatcher dispatcher() {
    return Dispatcher.at("127.0.0.1", server.port());
  }

  @Test
  void asksAgainWhereThereIsNoPlace() {
    replies.add(new Reply(503, "Two such replies are made already."));
    replies.add(new Reply(503, "Two such replies are made already."));
    replies.add(new Reply(200, "{\"queued\": 7}"));
    try (Dispatcher dispatcher = dispatcher()) {
      assertEquals(7, dispatcher.load().queued());
    }
    assertEquals(3, asked.size());
  }

  @Test
  void asksABoundedNumberOfTimes() {
    for (int tries = 0; tries < 10; tries++) {
      replies.add(new Reply(503, "Two such replies are made already."));
    }
    try (Dispatcher dispatcher = dispatcher()) {
      ClusterException failure = assertThrows(ClusterException.class, dispatcher::load);
      assertTrue(
          failure.getMessage().endsWith("status 503: Two such replies are made already."),
          failure::getMessage);
    }
    assertEquals(5, asked.size());
  }

  @Test
  void namesWhoseJobsItAsksForOnEachPage() {
    replies.add(new Reply(200, "{\"jobs\": [{\"id\": 9, \"tenant\": \"a b\"}], \"next\": \"9\"}"));
    replies.add(new Reply(200, "{\"jobs\": [{\"id\": 4, \"tenant\": \"a b\"}], \"next\": null}"));
    try (Dispatcher dispatcher = dispatcher()) {
      JobSearch.Found found =
          dispatcher.jobs(Optional.of("a b"), Optional.of("ended"), JobFilter.NONE, 5000);
      assertEquals(List.of(4L, 9L), found.jobs().stream().map(job -> job.id()).toList());
    }
    assertEquals(
        List.of(
            "/v1/jobs?limit=1000&tenant=a+b&state=ended",
            "/v1/jobs?limit=1000&tenant=a+b&state=ended&after=9"),
        List.copyOf(new ArrayDeque<>(asked)));
  }
}
