package dev.compilefarm.dispatcher.api;

import dev.compilefarm.dispatcher.report.ReportAnswer;
import dev.compilefarm.dispatcher.report.ReportDesk;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.InetAddress;

/**
 * Where volunteers of the version before report that they listen; newer ones do so at the {@link
 * ReportServer}.
 */
@Path("/v1/volunteers")
public class VolunteersResource {
  private final ReportDesk desk;

  public VolunteersResource(ReportDesk desk) {
    this.desk = desk;
  }

  /**
   * Takes a volunteer's word that its distccd listens, at the address that the word comes from. 400
   * where its list of compilers cannot be read; 404 where the pod is not known as described, or not
   * yet; 409 where the API's word counts by now; 429, after a while, where too many come.
   */
  @POST
  @Path("{pod}/listening")
  public Uni<Response> listening(
      @PathParam("pod") String pod,
      @HeaderParam(ReportDesk.UID_HEADER) String uid,
      @Context HttpServerRequest request,
      byte[] body) {
    if (uid == null) {
      return answer(Problem.of(Status.BAD_REQUEST, ReportDesk.UID_MISSING));
    }
    ReportAnswer report =
        desk.take(
            pod,
            uid,
            InetAddress.ofLiteral(request.remoteAddress().hostAddress()),
            body == null ? new byte[0] : body);
    return switch (report.verdict()) {
      case TAKEN -> answer(Response.noContent().build());
      case TOO_MANY ->
          answer(
                  Response.fromResponse(problem(report))
                      .header(HttpHeaders.RETRY_AFTER, ReportDesk.RETRY_AFTER_SECONDS)
                      .build())
              .onItem()
              .delayIt()
              .by(ReportDesk.DELAY_OF_TOO_MANY);
      case UNKNOWN_POD, OTHER_UID, LEAVING, OTHER_ADDRESS, REPEATED, OVERRULED, UNREADABLE ->
          answer(problem(report));
    };
  }

  private static Uni<Response> answer(Response response) {
    return Uni.createFrom().item(response);
  }

  private static Response problem(ReportAnswer report) {
    return Problem.of(
        Status.fromStatusCode(ReportDesk.status(report.verdict())), report.sentence());
  }
}
