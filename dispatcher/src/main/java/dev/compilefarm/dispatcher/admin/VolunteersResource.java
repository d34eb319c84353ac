package dev.compilefarm.dispatcher.admin;

import dev.compilefarm.dispatcher.discovery.Discovery;
import dev.compilefarm.dispatcher.discovery.ReportVerdict;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Where volunteers report that they listen, which the cluster tells half a second later. */
@Path("/v1/volunteers")
public class VolunteersResource {
  /** Known to the pod itself and to those who may read pods. */
  static final String UID_HEADER = "Compilefarm-Pod-Uid";

  private final Discovery discovery;
  private final ReportObserver observer;

  public VolunteersResource(Discovery discovery, ReportObserver observer) {
    this.discovery = discovery;
    this.observer = observer;
  }

  /**
   * Takes a volunteer's word that its distccd listens, at the address that the word comes from. 404
   * where the pod is not known as described, or not yet.
   */
  @POST
  @Path("{pod}/listening")
  public Response listening(
      @PathParam("pod") String pod,
      @HeaderParam(UID_HEADER) String uid,
      @Context HttpServerRequest request) {
    if (uid == null) {
      return Problem.of(
          Status.BAD_REQUEST, "the header " + UID_HEADER + " is missing; it must be the pod's UID");
    }
    ReportVerdict verdict = discovery.listens(pod, uid, request.remoteAddress().hostAddress());
    observer.reported(verdict);
    return verdict == ReportVerdict.TAKEN
        ? Response.noContent().build()
        : Problem.of(Status.NOT_FOUND, verdict.sentence());
  }
}
