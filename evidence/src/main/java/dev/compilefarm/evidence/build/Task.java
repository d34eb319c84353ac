package dev.compilefarm.evidence.build;

import java.util.List;

/**
 * One step of a build that a tool issues as one command.
 *
 * @param number its place in the order of issue, from 0
 * @param isCompile whether distcc can send it; else it is done by the user's machine, such as a
 *     link
 * @param source names it within its build
 * @param preprocessSeconds of one core of the user's machine; 0 where nothing is compiled
 * @param requestBytes what goes over the network; 0 where nothing is compiled
 * @param seconds of one core, of a volunteer for a compile, else of the user's machine
 * @param after the numbers of tasks that must have ended before
 */
public record Task(
    int number,
    boolean isCompile,
    String source,
    double preprocessSeconds,
    long requestBytes,
    double seconds,
    List<Integer> after) {

  public Task {
    after = List.copyOf(after);
  }

  /** The same that takes so many times as long. */
  Task taking(double factor) {
    return new Task(
        number, isCompile, source, preprocessSeconds, requestBytes, seconds * factor, after);
  }

  /** The same that waits for these alone. */
  Task after(List<Integer> others) {
    return new Task(number, isCompile, source, preprocessSeconds, requestBytes, seconds, others);
  }
}
