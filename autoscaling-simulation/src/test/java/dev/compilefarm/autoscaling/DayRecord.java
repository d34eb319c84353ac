package dev.compilefarm.autoscaling;

import java.util.List;

/**
 * What became of a trace on one farm. Times are seconds.
 *
 * @param volunteerSeconds of all pods, from the wish for each to its end
 */
record DayRecord(List<JobRun> jobs, List<Change> changes, double volunteerSeconds) {

  /** A job that was served. */
  record JobRun(double arrived, double waited, double compiled) {}

  /** A change of the number that the operator asks for. */
  record Change(double at, int from, int to, String reason) {}

  double meanWait() {
    return jobs.stream().mapToDouble(JobRun::waited).average().orElse(0);
  }

  double percentileWait(double part) {
    double[] waits = jobs.stream().mapToDouble(JobRun::waited).sorted().toArray();
    return waits.length == 0 ? 0 : waits[(int) Math.min(waits.length - 1, part * waits.length)];
  }
}
