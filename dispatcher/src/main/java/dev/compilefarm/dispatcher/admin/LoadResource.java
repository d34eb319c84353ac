package dev.compilefarm.dispatcher.admin;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/** The dispatcher's load and jobs as JSON. */
@Path("/v1")
public class LoadResource {
  private final Dispatch dispatch;
  private final WallClock clock;

  public LoadResource(Dispatch dispatch, WallClock clock) {
    this.dispatch = dispatch;
    this.clock = clock;
  }

  /** Everything at this moment. */
  @GET
  @Path("load")
  public LoadView load() {
    return LoadView.of(dispatch.snapshot());
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
      throw new WebApplicationException(e, problem(Status.BAD_REQUEST, e.getMessage()));
    }
  }

  private static Response problem(Status status, String sentence) {
    return Response.status(status).type(MediaType.TEXT_PLAIN).entity(sentence + "\n").build();
  }
}
