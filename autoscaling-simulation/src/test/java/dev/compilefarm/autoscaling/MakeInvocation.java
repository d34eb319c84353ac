package dev.compilefarm.autoscaling;

import java.util.List;

/**
 * One {@code make -jN} on a machine of its own.
 *
 * @param start seconds after the day's begin
 * @param steps one after the other, each after the jobs of the one before have come back
 */
record MakeInvocation(double start, Client client, List<Step> steps) {

  /**
   * The machine that builds. A job waits for one of its cores, is preprocessed there, and then
   * arrives at the dispatcher: a machine that is slow at that never has N jobs at the farm.
   *
   * @param tenant as the dispatcher knows it
   * @param parallel make's N: jobs that are under way at a time, preprocessing included
   * @param cores that preprocess
   * @param preprocessSeconds of one core, for each job
   */
  record Client(String tenant, int parallel, int cores, double preprocessSeconds) {}

  /**
   * Jobs that do not wait for each other, and what the client does alone after them.
   *
   * @param compileSeconds of each job, once it has a slot
   * @param linkSeconds 0 where nothing is linked
   */
  record Step(List<Double> compileSeconds, double linkSeconds) {
    Step {
      compileSeconds = List.copyOf(compileSeconds);
    }
  }

  MakeInvocation {
    steps = List.copyOf(steps);
  }

  int jobs() {
    return steps.stream().mapToInt(step -> step.compileSeconds().size()).sum();
  }

  /** One job alone, as a CI sends them. */
  boolean isSingle() {
    return jobs() == 1;
  }
}
