package dev.compilefarm.dispatcher.canary;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.List;
import org.jboss.logging.Logger;

/** Sends canaries, each on a virtual thread of its own. Thread-safe. */
public final class CanaryAsker {
  private static final Logger LOG = Logger.getLogger(CanaryAsker.class);

  private final Canary canary;

  /** One that asks in this way. */
  public CanaryAsker(Canary canary) {
    this.canary = canary;
  }

  /**
   * Returns at once; the listener is told the answer in any case, also after a defect of ours. The
   * caller sees to it that there is one canary at a time for each volunteer.
   *
   * @param compilers as for {@link Canary#ask}
   */
  public void ask(Volunteer volunteer, List<String> compilers, CanaryListener listener) {
    Thread.ofVirtual()
        .name("canary " + volunteer.name())
        .start(() -> listener.answered(volunteer.name(), answer(volunteer, compilers)));
  }

  private CanaryAnswer answer(Volunteer volunteer, List<String> compilers) {
    try {
      return canary.ask(volunteer, compilers);
    } catch (RuntimeException e) {
      LOG.errorf(e, "Volunteer %s could not be asked to compile", volunteer.name());
      return CanaryAnswer.UNKNOWN;
    }
  }
}
