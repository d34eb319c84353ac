package dev.compilefarm.dispatcher.admin;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
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

  /** Every job that lives and the newest that ended, in the order of their arrival. */
  @GET
  @Path("jobs")
  public JobsView jobs(
      @QueryParam("limit") String limit,
      @QueryParam("tenant") String tenant,
      @QueryParam("state") String state) {
    JobsQuery query = query(limit, tenant, state);
    List<JobRecord> jobs = query.select(dispatch.jobs());
    long now = clock.nowNanos();
    return new JobsView(jobs.stream().map(job -> JobView.of(job, clock, now)).toList());
  }

  /** The JSON of {@code /v1/jobs}. */
  public record JobsView(List<JobView> jobs) {}

  private static JobsQuery query(String limit, String tenant, String state) {
    try {
      return JobsQuery.parse(limit, tenant, state);
    } catch (IllegalArgumentException e) {
      throw new WebApplicationException(e, Problem.of(Status.BAD_REQUEST, e.getMessage()));
    }
  }
}
