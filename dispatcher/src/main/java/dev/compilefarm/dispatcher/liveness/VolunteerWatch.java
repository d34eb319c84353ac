package dev.compilefarm.dispatcher.liveness;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.transport.PortProbe;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Asks the port of every volunteer that runs a job whether somebody listens. Where nobody does, its
 * jobs are given to others instead of waiting for a reply that will not come. Thread-safe.
 */
public final class VolunteerWatch {
  private static final Logger LOG = Logger.getLogger(VolunteerWatch.class);

  private final Dispatch dispatch;
  private final PortProbe probe;
  private final Duration patience;
  private final Set<String> beingAsked = ConcurrentHashMap.newKeySet();

  /**
   * A watch that begins with {@link #ask}.
   *
   * @param patience how long a port may be silent
   */
  public VolunteerWatch(Dispatch dispatch, PortProbe probe, Duration patience) {
    this.dispatch = dispatch;
    this.probe = probe;
    this.patience = patience;
  }

  /** Asks all of them, each on a thread of its own; to be called about once a second. */
  public void ask() {
    for (Volunteer volunteer : dispatch.busyVolunteers()) {
      if (beingAsked.add(volunteer.name())) {
        Thread.ofVirtual().name("probe " + volunteer.name()).start(() -> ask(volunteer));
      }
    }
  }

  private void ask(Volunteer volunteer) {
    try {
      long askedAtNanos = dispatch.now();
      if (!probe.listens(volunteer.host(), volunteer.port(), patience)) {
        LOG.infof("Nobody listens at volunteer %s any more", volunteer.name());
        dispatch.deserted(volunteer.name(), askedAtNanos);
      }
    } finally {
      beingAsked.remove(volunteer.name());
    }
  }
}
