package dev.compilefarm.autoscaling;

import java.util.List;

/**
 * One {@code make -jN}: it sends its jobs in order, the next one a moment after one of the N that
 * are under way has come back.
 *
 * @param start seconds after the trace's begin
 * @param parallel make's N
 * @param preprocessSeconds what a client does before its job arrives at the dispatcher
 * @param compileSeconds of each job, once it has a slot
 */
record MakeInvocation(
    double start, int parallel, double preprocessSeconds, List<Double> compileSeconds) {

  MakeInvocation {
    compileSeconds = List.copyOf(compileSeconds);
  }

  /** One job alone, as a CI sends them. */
  boolean isSingle() {
    return compileSeconds.size() == 1;
  }
}
