package dev.compilefarm.dispatcher.dispatch;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every job that lives and the newest that ended. Of an ended one only the record is kept: a {@link
 * Job} holds on to its connection, and that to the whole request.
 */
final class JobLog {
  static final int ENDED_MAX = 10_000;

  private final Set<Job> living = new LinkedHashSet<>();
  private final Deque<JobRecord> ended = new ArrayDeque<>();

  void begun(Job job) {
    living.add(job);
  }

  /** Keeps the job's last record in place of the job, and returns it. */
  JobRecord ended(Job job) {
    living.remove(job);
    if (ended.size() == ENDED_MAX) {
      ended.removeFirst();
    }
    JobRecord last = job.record();
    ended.addLast(last);
    return last;
  }

  /** All of them in the order of their arrival. */
  List<JobRecord> records() {
    return Stream.concat(ended.stream(), living.stream().map(Job::record))
        .sorted(Comparator.comparingLong(JobRecord::id))
        .toList();
  }
}
