package dev.compilefarm.dispatcher.admin;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
  public JobsView jobs() {
    return new JobsView(dispatch.jobs().stream().map(job -> JobView.of(job, clock)).toList());
  }

  /** The JSON of {@code /v1/jobs}. */
  public record JobsView(List<JobView> jobs) {}
}
