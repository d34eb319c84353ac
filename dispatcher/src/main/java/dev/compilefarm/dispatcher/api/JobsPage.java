package dev.compilefarm.dispatcher.api;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A page of the jobs that somebody asks for.
 *
 * @param jobs in the order of their arrival
 * @param next where the next page goes on, with older jobs; empty when there are none
 */
record JobsPage(List<JobRecord> jobs, OptionalLong next) {
  /** What is looked at at once: whoever is asked may hold a lock for as long. */
  private static final int LOOK = 250;

  /** Who knows the jobs. */
  @FunctionalInterface
  interface Source {

    /** The newest jobs of those that arrived before this one, newest first. */
    List<JobRecord> jobs(long before, int max);
  }

  /**
   * The newest jobs that match, of those that arrived before the query's cursor. Jobs may come and
   * go meanwhile; each is taken as it stands when it is looked at.
   */
  static JobsPage of(JobsQuery query, Source source) {
    List<JobRecord> found = new ArrayList<>();
    long before = query.before();
    while (true) {
      List<JobRecord> looked = source.jobs(before, LOOK);
      for (JobRecord job : looked) {
        if (query.matches(job)) {
          if (found.size() == query.limit()) {
            return new JobsPage(found.reversed(), OptionalLong.of(found.getLast().id()));
          }
          found.add(job);
        }
      }
      if (looked.size() < LOOK) {
        return new JobsPage(found.reversed(), OptionalLong.empty());
      }
      before = looked.getLast().id();
    }
  }
}
