package dev.compilefarm.autoscaling;

import dev.compilefarm.autoscaling.DayRecord.JobRun;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What a day must cost at least where no job may start later than on a farm that is always at its
 * maximum. It is computed from that farm's own course: its jobs lie on as few volunteers as have
 * slots for what runs at each moment. Each volunteer is started its own start time before it is
 * needed. Where it is not needed for a while, it is kept or ended, whichever is cheaper. No farm
 * moves running jobs together, so none reaches it. All times are seconds.
 */
final class CostBound {
  private final int slots;
  private final double startSeconds;

  /** For each volunteer since when it is not needed; NaN where it never was. */
  private final double[] idleSince;

  private double sum;

  private CostBound(int slots, double startSeconds, int volunteersMax) {
    this.slots = slots;
    this.startSeconds = startSeconds;
    this.idleSince = DoubleStream.generate(() -> Double.NaN).limit(volunteersMax).toArray();
  }

  /**
   * In volunteer-seconds.
   *
   * @param jobs as they ran on the farm at its maximum
   * @param slots of each volunteer
   * @param startSeconds that a volunteer is paid for before its first job
   */
  static double of(List<JobRun> jobs, int slots, double startSeconds) {
    CostBound bound = new CostBound(slots, startSeconds, Math.ceilDiv(jobs.size(), slots));
    bound.play(
        jobs.stream().mapToDouble(JobRun::started).sorted().toArray(),
        jobs.stream().mapToDouble(JobRun::ended).sorted().toArray());
    return bound.sum;
  }

  private void play(double[] starts, double[] ends) {
    int started = 0;
    double before = 0;
    for (int ended = 0; ended < ends.length; ) {
      boolean isStart = started < starts.length && starts[started] < ends[ended];
      double now = isStart ? starts[started] : ends[ended];
      int working = working(started - ended);
      sum += working * (now - before);
      if (isStart) {
        started++;
      } else {
        ended++;
      }
      change(working, working(started - ended), now);
      before = now;
    }
  }

  private int working(int busySlots) {
    return Math.ceilDiv(busySlots, slots);
  }

  private void change(int from, int to, double now) {
    if (to > from) {
      double idle = now - idleSince[to - 1];
      sum += Double.isNaN(idle) ? startSeconds : Math.min(startSeconds, idle);
    } else if (to < from) {
      Arrays.fill(idleSince, to, from, now);
    }
  }
}
