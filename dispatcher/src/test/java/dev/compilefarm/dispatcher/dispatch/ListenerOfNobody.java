package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.Volunteer;

/** The core passes listeners on and never calls them itself. */
record ListenerOfNobody() implements JobListener {
  @Override
  public void start(Volunteer volunteer, int number) {
    throw new AssertionError("called by the core");
  }

  @Override
  public void breakOff(int number) {
    throw new AssertionError("called by the core");
  }

  @Override
  public void feed(int bytes) {
    throw new AssertionError("called by the core");
  }

  @Override
  public void sendHome(Refusal refusal) {
    throw new AssertionError("called by the core");
  }
}
