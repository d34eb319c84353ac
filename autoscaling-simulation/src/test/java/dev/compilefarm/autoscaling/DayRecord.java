package dev.compilefarm.autoscaling;

import java.util.List;

/**
 * What became of a day on one farm. Times are seconds.
 *
 * @param builds in the order in which the day lists them
 * @param volunteerSeconds of all pods, from the wish for each to its end
 */
record DayRecord(
    List<Build> builds, List<JobRun> jobs, List<Change> changes, double volunteerSeconds) {

  /** A make, from its call to its end. */
  record Build(double begin, double end, int jobs) {
    double seconds() {
      return end - begin;
    }
  }

  /** A job that was served. */
  record JobRun(double arrived, double waited, double compiled) {
    double started() {
      return arrived + waited;
    }

    double ended() {
      return started() + compiled;
    }
  }

  /** A change of the number that the operator asks for. */
  record Change(double at, int from, int to, String reason) {}

  DayRecord {
    builds = List.copyOf(builds);
    jobs = List.copyOf(jobs);
    changes = List.copyOf(changes);
  }
}
