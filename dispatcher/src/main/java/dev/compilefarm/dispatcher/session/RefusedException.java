package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.dispatch.Refusal;
import java.io.IOException;

/** The farm will not do what the request asks for; the rest of it is not wanted. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.sentence());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
