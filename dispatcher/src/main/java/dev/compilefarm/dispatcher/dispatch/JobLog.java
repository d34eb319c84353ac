package dev.compilefarm.dispatcher.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Every job that lives and the newest that ended. Of an ended one only the record is kept: a {@link
 * Job} holds on to its connection, and that to the whole request.
 */
final class JobLog {
  static final int ENDED_MAX = 10_000;

  /** How each stands, by its id; ids rise in the order of arrival. */
  private final NavigableMap<Long, Supplier<JobRecord>> jobs = new TreeMap<>();

  /** The ids of those that ended, in the order of their ends. */
  private final Deque<Long> ended = new ArrayDeque<>();

  void begun(Job job) {
    jobs.put(job.id, job::record);
  }

  /** Keeps the job's last record in place of the job, and returns it. */
  JobRecord ended(Job job) {
    JobRecord last = job.record();
    jobs.put(job.id, () -> last);
    ended.addLast(job.id);
    if (ended.size() > ENDED_MAX) {
      jobs.remove(ended.removeFirst());
    }
    return last;
  }

  /**
   * The newest jobs of those that arrived before this one, newest first. It takes time for what is
   * returned, not for what is known.
   *
   * @param before a job's id, known here or not
   */
  List<JobRecord> records(long before, int max) {
    return jobs.headMap(before, false).descendingMap().values().stream()
        .limit(max)
        .map(Supplier::get)
        .toList();
  }
}
