package dev.compilefarm.evidence.farm;

import dev.compilefarm.dispatcher.simulation.EventQueue;
import dev.compilefarm.evidence.build.Task;

/**
 * A user and the machine that builds: its cores preprocess, link, and compile what no volunteer
 * does. distcc preprocesses eight files at a time and compiles four at home ({@code
 * --localslots_cpp} and {@code --localslots} of distcc 3.4).
 */
public final class User {
  private static final int CORES = 8;
  private static final int PREPROCESSED_AT_A_TIME = 8;
  private static final int COMPILED_AT_HOME_AT_A_TIME = 4;

  private final int number;
  private final int parallel;
  private final EventQueue events;
  private final Places cores = new Places(CORES);
  private final Places preprocessing = new Places(PREPROCESSED_AT_A_TIME);
  private final Places home = new Places(COMPILED_AT_HOME_AT_A_TIME);

  /**
   * One with an idle machine.
   *
   * @param parallel the user's {@code -j}
   */
  public User(int number, int parallel, EventQueue events) {
    this.number = number;
    this.parallel = parallel;
    this.events = events;
  }

  /** From 0. */
  public int number() {
    return number;
  }

  /** The user's {@code -j}. */
  public int parallel() {
    return parallel;
  }

  /**
   * Preprocesses the source of a compile.
   *
   * @param begins called when there is a place for it
   */
  public void preprocess(Task task, Runnable begins, Runnable then) {
    inOneOf(preprocessing, task.preprocessSeconds(), begins, then);
  }

  /** Compiles here what distcc could not send. */
  public void compileAtHome(Task task, Runnable then) {
    inOneOf(home, task.preprocessSeconds() + task.seconds(), () -> {}, then);
  }

  /** Does what distcc does not send. */
  public void runLocally(Task task, Runnable then) {
    onACore(task.seconds(), then);
  }

  private void inOneOf(Places places, double seconds, Runnable begins, Runnable then) {
    places.take(() -> {
      begins.run();
      onACore(
          seconds,
          () -> {
            places.give();
            then.run();
          });
    });
  }

  private void onACore(double seconds, Runnable then) {
    cores.take(() ->
        events.after(
            seconds,
            () -> {
              cores.give();
              then.run();
            }));
  }
}
