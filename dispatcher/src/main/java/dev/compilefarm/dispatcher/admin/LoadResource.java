package dev.compilefarm.dispatcher.admin;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The dispatcher's load and jobs as JSON. */
@Path("/v1")
public class LoadResource {
  private static final int RETRY_AFTER_SECONDS = 5;

  private final Dispatch dispatch;
  private final LoadStream stream;
  private final WallClock clock;

  public LoadResource(Dispatch dispatch, LoadStream stream, WallClock clock) {
    this.dispatch = dispatch;
    this.stream = stream;
    this.clock = clock;
  }

  /** Everything at this moment. */
  @GET
  @Path("load")
  public LoadView load() {
    return LoadView.of(dispatch.snapshot());
  }

  /** The same as events: at once, at each change, and every few seconds without one. */
  @GET
  @Path("load/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  public Multi<String> stream() {
    if (stream.isFull()) {
      throw new WebApplicationException(
          Response.fromResponse(
                  Problem.of(
                      Status.SERVICE_UNAVAILABLE,
                      "%d clients read this stream already; poll /v1/load instead"
                          .formatted(LoadStream.SUBSCRIBERS_MAX)))
              .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
              .build());
    }
    return stream.events();
  }

  /** A page of the jobs that live and the newest that ended, in the order of their arrival. */
  @GET
  @Path("jobs")
  public JobsView jobs(
      @QueryParam("limit") String limit,
      @QueryParam("after") String after,
      @QueryParam("tenant") String tenant,
      @QueryParam("state") String state) {
    JobsPage page = JobsPage.of(query(limit, after, tenant, state), dispatch::jobs);
    long now = clock.nowNanos();
    return new JobsView(
        page.jobs().stream().map(job -> JobView.of(job, clock, now)).toList(),
        page.next().stream().mapToObj(Long::toString).findFirst());
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
