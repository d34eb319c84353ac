package dev.compilefarm.evidence.farm;

import dev.compilefarm.evidence.build.Task;

/** One compile that make has issued, until make has its end. */
public final class Compile {
  private final User user;
  private final Task task;
  private final Meter meter;
  private final Runnable then;
  private boolean waits;
  private boolean wasAtHome;

  /**
   * One that waits for nothing yet.
   *
   * @param then what make does when it is done
   */
  public Compile(User user, Task task, Meter meter, Runnable then) {
    this.user = user;
    this.task = task;
    this.meter = meter;
    this.then = then;
  }

  /** Whose it is. */
  public User user() {
    return user;
  }

  /** What is compiled. */
  public Task task() {
    return task;
  }

  /** From now on it waits for a volunteer. */
  public void waits() {
    if (!waits) {
      waits = true;
      meter.waiting(1);
    }
  }

  /** Somebody works on it. */
  public void goesOn() {
    if (waits) {
      waits = false;
      meter.waiting(-1);
    }
  }

  /** Preprocesses it on its user's machine. */
  public void preprocess(Runnable next) {
    preprocess(() -> {}, next);
  }

  /**
   * The same.
   *
   * @param begins called when it has a place for that on the machine
   */
  public void preprocess(Runnable begins, Runnable next) {
    goesOn();
    user.preprocess(task, begins, next);
  }

  /** The object is there. */
  public void done() {
    goesOn();
    then.run();
  }

  /** No volunteer did it: its user's machine does. */
  public void goHome() {
    goesOn();
    wasAtHome = true;
    user.compileAtHome(task, then);
  }

  /** Whether it was compiled by its user's machine. */
  public boolean wasAtHome() {
    return wasAtHome;
  }
}
