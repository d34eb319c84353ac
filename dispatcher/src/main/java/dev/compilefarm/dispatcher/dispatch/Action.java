package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/** Something that was decided and is to be done outside the lock. */
sealed interface Action {

  /** Does it; the observer is told of jobs that ended, and the asker sends canaries. */
  void perform(JobObserver observer, CanaryAsker asker);

  /** The order in which to do them: what only tells of others comes last. */
  static List<Action> inOrder(List<Action> decided) {
    return decided.stream()
        // Stable; false comes first.
        .sorted(Comparator.comparing(TellEnded.class::isInstance))
        .toList();
  }

  record Start(Job job, Volunteer volunteer, int number) implements Action {
    @Override
    public void perform(JobObserver observer, CanaryAsker asker) {
      job.listener.start(volunteer, number);
    }
  }

  record BreakOff(Job job, int number) implements Action {
    @Override
    public void perform(JobObserver observer, CanaryAsker asker) {
      job.listener.breakOff(number);
    }
  }

  record Feed(Job job, int bytes) implements Action {
    @Override
    public void perform(JobObserver observer, CanaryAsker asker) {
      job.listener.feed(bytes);
    }
  }

  record SendHome(Job job, Refusal refusal) implements Action {
    @Override
    public void perform(JobObserver observer, CanaryAsker asker) {
      job.listener.sendHome(refusal);
    }
  }

  record Ask(CanaryQuestion question) implements Action {
    @Override
    public void perform(JobObserver observer, CanaryAsker asker) {
      asker.ask(question);
    }
  }

  /** A volunteer is kept free for one job that has to run alone, or is everybody's again. */
  record Reserve(String volunteer, boolean reserved) implements Action {
    private static final Logger LOG = Logger.getLogger(Reserve.class);

    @Override
    public void perform(JobObserver observer, CanaryAsker asker) {
      LOG.debugf(
          reserved
              ? "Volunteer %s is kept free for a job that has to run alone"
              : "Volunteer %s takes any job again",
          volunteer);
    }
  }

  record TellEnded(JobRecord job) implements Action {
    @Override
    public void perform(JobObserver observer, CanaryAsker asker) {
      observer.ended(job);
    }
  }
}
