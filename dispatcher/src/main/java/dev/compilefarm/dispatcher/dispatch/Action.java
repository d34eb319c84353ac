package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.Volunteer;

/** Something that was decided and is to be done outside the lock. */
sealed interface Action {

  void perform();

  record Start(Job job, Volunteer volunteer) implements Action {
    @Override
    public void perform() {
      job.listener.start(volunteer);
    }
  }

  record BreakOff(Job job) implements Action {
    @Override
    public void perform() {
      job.listener.breakOff();
    }
  }

  record SendHome(Job job, Outcome outcome) implements Action {
    @Override
    public void perform() {
      job.listener.sendHome(outcome);
    }
  }
}
