package dev.compilefarm.dispatcher.liveness;

import dev.compilefarm.dispatcher.transport.PortAnswer;
import dev.compilefarm.dispatcher.transport.PortProbe;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** How a volunteer's port is asked. */
public interface PortQuestions {
  Logger LOG = Logger.getLogger(PortQuestions.class);

  /** Returns at once; gives the answer later, exactly once, on any thread. */
  void ask(Volunteer volunteer, Consumer<PortAnswer> answered);

  /**
   * Over the network, each on a virtual thread of its own.
   *
   * @param patience how long a port may be silent
   */
  static PortQuestions over(PortProbe probe, Duration patience) {
    return (volunteer, answered) ->
        Thread.ofVirtual()
            .name("probe " + volunteer.name())
            .start(() -> answered.accept(answer(probe, volunteer, patience)));
  }

  private static PortAnswer answer(PortProbe probe, Volunteer volunteer, Duration patience) {
    try {
      return probe.ask(volunteer.hosts(), volunteer.port(), patience);
    } catch (RuntimeException e) {
      // A defect of ours; the volunteer must be asked again all the same.
      LOG.errorf(e, "Volunteer %s could not be asked", volunteer.name());
      return PortAnswer.UNKNOWN;
    }
  }
}
