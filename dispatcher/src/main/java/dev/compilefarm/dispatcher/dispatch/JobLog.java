package dev.compilefarm.dispatcher.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest jobs, ended or not, oldest first; bounded. */
final class JobLog {
  static final int JOBS_MAX = 10_000;

  private final Deque<Job> jobs = new ArrayDeque<>();

  void add(Job job) {
    if (jobs.size() == JOBS_MAX) {
      jobs.removeFirst();
    }
    jobs.addLast(job);
  }

  List<JobRecord> records() {
    return jobs.stream().map(Job::record).toList();
  }
}
