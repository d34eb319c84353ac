package dev.compilefarm.dispatcher.liveness;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.liveness.PortVerdicts.Verdict;
import dev.compilefarm.dispatcher.transport.PortAnswer;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Asks the port of every volunteer that runs a job whether somebody listens. Where nobody does, its
 * jobs are given to others instead of waiting for a reply that will not come. {@link PortVerdicts}
 * says what the answers mean. Thread-safe.
 */
public final class VolunteerWatch {
  /**
   * How long a port may be silent. Three of them and the second between two rounds are less than
   * three seconds, within which a volunteer that vanished is found.
   */
  public static final Duration PATIENCE = Duration.ofMillis(650);

  private static final Logger LOG = Logger.getLogger(VolunteerWatch.class);

  private final Dispatch dispatch;
  private final PortQuestions questions;
  // Below: only under the monitor, which is never held while anybody else is called.
  private final PortVerdicts verdicts = new PortVerdicts();
  private final Set<String> beingAsked = new HashSet<>();
  private final Set<String> reported = new HashSet<>();
  private boolean troubleReported;

  /** A watch that begins with {@link #ask}. */
  public VolunteerWatch(Dispatch dispatch, PortQuestions questions) {
    this.dispatch = dispatch;
    this.questions = questions;
  }

  /** Begins to ask all of them, and returns at once; to be called about once a second. */
  public void ask() {
    notAskedYet(dispatch.busyVolunteers()).forEach(this::ask);
  }

  private synchronized List<Volunteer> notAskedYet(List<Volunteer> busy) {
    List<String> names = busy.stream().map(Volunteer::name).toList();
    verdicts.busy(names);
    reported.retainAll(names);
    reportTrouble();
    return busy.stream().filter(volunteer -> beingAsked.add(volunteer.name())).toList();
  }

  private void ask(Volunteer volunteer) {
    long askedAtNanos = dispatch.now();
    questions.ask(volunteer, answer -> answered(volunteer, askedAtNanos, answer));
  }

  private void answered(Volunteer volunteer, long askedAtNanos, PortAnswer answer) {
    switch (judge(volunteer.name(), answer)) {
      case NONE -> {
        // The next round asks again.
      }
      case ASK_AGAIN -> ask(volunteer);
      case DESERTED -> dispatch.deserted(volunteer.name(), askedAtNanos);
    }
  }

  private synchronized Verdict judge(String volunteer, PortAnswer answer) {
    Verdict verdict = verdicts.answered(volunteer, answer);
    if (verdict != Verdict.ASK_AGAIN) {
      beingAsked.remove(volunteer);
    }
    if (verdict == Verdict.DESERTED && reported.add(volunteer)) {
      LOG.infof("Nobody listens at volunteer %s any more", volunteer);
    }
    if (answer == PortAnswer.LISTENS) {
      reported.remove(volunteer);
    }
    reportTrouble();
    return verdict;
  }

  /** One line a change. */
  private void reportTrouble() {
    if (verdicts.isTrouble() == troubleReported) {
      return;
    }
    troubleReported = !troubleReported;
    if (troubleReported) {
      LOG.warn("Most busy volunteers are silent or cannot be asked: no volunteer is blamed");
    } else {
      LOG.info("Most busy volunteers answer again, or none is busy");
    }
  }
}
