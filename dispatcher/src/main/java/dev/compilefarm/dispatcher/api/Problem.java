package dev.compilefarm.dispatcher.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** An answer that says in a line what is wrong and what would be right. */
final class Problem {
  private Problem() {}

  static Response of(Status status, String sentence) {
    return Response.status(status).type(MediaType.TEXT_PLAIN).entity(sentence + "\n").build();
  }
}
