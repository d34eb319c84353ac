package dev.compilefarm.dispatcher.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.http.Visit;
import dev.compilefarm.dispatcher.identity.Operator;
import dev.compilefarm.dispatcher.load.LoadJson;
import dev.compilefarm.dispatcher.load.LoadStream;
import dev.compilefarm.dispatcher.load.LoadView;
import dev.compilefarm.dispatcher.load.Reader;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestStreamElementType;

/**
 * The dispatcher's load and jobs as JSON. Replies are whole before they are sent: no thread waits
 * for a client that does not read.
 */
@Path("/v1")
public class LoadResource {
  private static final int RETRY_AFTER_SECONDS = 5;

  private final Dispatch dispatch;
  private final LoadStream stream;
  private final Operator operator;
  private final WallClock clock;
  private final ObjectMapper json;

  public LoadResource(
      Dispatch dispatch, LoadStream stream, Operator operator, WallClock clock, ObjectMapper json) {
    this.dispatch = dispatch;
    this.stream = stream;
    this.operator = operator;
    this.clock = clock;
    this.json = json;
  }

  /** Everything at this moment. */
  @GET
  @Path("load")
  @Produces(MediaType.APPLICATION_JSON)
  public byte[] load() {
    return LoadJson.of(LoadView.of(dispatch.snapshot())).getBytes(StandardCharsets.UTF_8);
  }

  /** The same as events: at once, at each change, and every few seconds without one. */
  @GET
  @Path("load/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  public Multi<String> stream(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @Context HttpServerRequest request) {
    Visit visit = Visit.of(request);
    Reader reader = new Reader(visit.origin(), operator.sent(authorization));
    if (!stream.hasRoomFor(reader)) {
      throw new WebApplicationException(
          Response.fromResponse(
                  Problem.of(
                      Status.SERVICE_UNAVAILABLE,
                      "%d clients read this stream already; poll /v1/load instead"
                          .formatted(LoadStream.SUBSCRIBERS_MAX)))
              .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
              .build());
    }
    visit.keepOpen(reader.operator());
    return stream.events(reader);
  }

  /** A page of the jobs that live and the newest that ended, in the order of their arrival. */
  @GET
  @Path("jobs")
  @Produces(MediaType.APPLICATION_JSON)
  public byte[] jobs(
      @QueryParam("limit") String limit,
      @QueryParam("after") String after,
      @QueryParam("tenant") String tenant,
      @QueryParam("state") String state)
      throws JsonProcessingException {
    JobsPage page = JobsPage.of(query(limit, after, tenant, state), dispatch::jobs);
    long now = clock.nowNanos();
    return json.writeValueAsBytes(
        new JobsView(
            page.jobs().stream().map(job -> JobView.of(job, clock, now)).toList(),
            page.next().stream().mapToObj(Long::toString).findFirst()));
  }

  /**
   * The JSON of {@code /v1/jobs}.
   *
   * @param next the {@code after} of the next page; null where this is the last
   */
  public record JobsView(List<JobView> jobs, Optional<String> next) {}

  private static JobsQuery query(String limit, String after, String tenant, String state) {
    try {
      return JobsQuery.parse(limit, after, tenant, state);
    } catch (IllegalArgumentException e) {
      throw new WebApplicationException(e, Problem.of(Status.BAD_REQUEST, e.getMessage()));
    }
  }
}
