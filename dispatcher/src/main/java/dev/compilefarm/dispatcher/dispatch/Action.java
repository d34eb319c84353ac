package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.Comparator;
import java.util.List;

/** Something that was decided and is to be done outside the lock. */
sealed interface Action {

  /** Does it; the observer is told of jobs that ended. */
  void perform(JobObserver observer);

  /** The order in which to do them: what only tells of others comes last. */
  static List<Action> inOrder(List<Action> decided) {
    return decided.stream()
        // Stable; false comes first.
        .sorted(Comparator.comparing(TellEnded.class::isInstance))
        .toList();
  }

  record Start(Job job, Volunteer volunteer, int number) implements Action {
    @Override
    public void perform(JobObserver observer) {
      job.listener.start(volunteer, number);
    }
  }

  record BreakOff(Job job, int number) implements Action {
    @Override
    public void perform(JobObserver observer) {
      job.listener.breakOff(number);
    }
  }

  record Feed(Job job, int bytes) implements Action {
    @Override
    public void perform(JobObserver observer) {
      job.listener.feed(bytes);
    }
  }

  record SendHome(Job job, Outcome outcome) implements Action {
    @Override
    public void perform(JobObserver observer) {
      job.listener.sendHome(outcome);
    }
  }

  record TellEnded(JobRecord job) implements Action {
    @Override
    public void perform(JobObserver observer) {
      observer.ended(job);
    }
  }
}
