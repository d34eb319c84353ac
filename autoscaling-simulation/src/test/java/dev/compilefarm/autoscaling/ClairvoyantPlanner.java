package dev.compilefarm.autoscaling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a farm costs whose operator knows every arrival and every compile time beforehand. All times
 * are seconds; docs/internals/autoscaling.md tells what this shows and what not.
 *
 * <p>It has the same volunteers, which take as long to start, the same minimum and maximum, gives
 * slots first come first served, and may let jobs wait for as long as their mean wait stays within
 * the target. Its plans say for each stretch of the day how many volunteers may work: the fewest
 * with which nobody who arrives in that stretch waits longer than some bound. The cheapest plan
 * over all bounds and several lengths of stretches counts. Like its user's wish, it keeps each
 * volunteer for the scale-down delay after it was last needed.
 */
final class ClairvoyantPlanner {
  /** Of the scale-down delay; the last one is the whole day. */
  private static final double[] STRETCHES = {0.1, 0.25, 0.5, 1, 2, 1e6};

  private static final double MIN_STRETCH = 10;

  /**
   * Of the start-up time: where no volunteer is left, one is there when a job comes, or started
   * then.
   */
  private static final List<Double> LATE = List.of(0.0, 1.0);

  private static final double LONGEST_WAIT_TARGETS = 40;
  private static final int HALVINGS = 7;

  private final FarmSettings settings;
  private final double[] arrived;
  private final double[] compiled;

  /** Scratch of the plan that is being made: when all jobs up to this one will have ended. */
  private final double[] lastEnd;

  ClairvoyantPlanner(List<DayRecord.JobRun> jobs, FarmSettings settings) {
    this.settings = settings;
    List<DayRecord.JobRun> inOrder =
        jobs.stream().sorted(Comparator.comparingDouble(DayRecord.JobRun::arrived)).toList();
    this.arrived = inOrder.stream().mapToDouble(DayRecord.JobRun::arrived).toArray();
    this.compiled = inOrder.stream().mapToDouble(DayRecord.JobRun::compiled).toArray();
    this.lastEnd = new double[arrived.length];
  }

  /** Volunteer-seconds that the work itself takes: no plan does with less. */
  double work() {
    return Arrays.stream(compiled).sum() / settings.slots();
  }

  /** Volunteer-seconds of the cheapest plan whose mean wait is within the target. */
  double cheapest() {
    Integer target = settings.scaling().targetWaitSeconds();
    return leastOf(
        (stretch, lateBy) -> Stream.of(patient(stretch, lateBy)),
        plan -> plan.meanWait() <= target);
  }

  /** Volunteer-seconds of the cheapest plan by which no job waits longer than the target. */
  double cheapestWithoutLongWaits() {
    Integer target = settings.scaling().targetWaitSeconds();
    return leastOf(
        (stretch, lateBy) ->
            Stream.of(target / 2.0, 0.9 * target, 1.0 * target)
                .map(longest -> plan(longest, stretch, lateBy)),
        plan -> plan.longestWait() <= target);
  }

  private double leastOf(
      BiFunction<Double, Double, Stream<Plan>> plans, Predicate<Plan> isGoodEnough) {
    double keep = Math.max(MIN_STRETCH, settings.scaling().scaleDownDelaySeconds());
    return Arrays.stream(STRETCHES)
        .boxed()
        .flatMap(part ->
            LATE.stream()
                .flatMap(late -> plans.apply(part * keep, late * settings.startUp().median())))
        .filter(isGoodEnough)
        .mapToDouble(this::volunteerSeconds)
        .min()
        .orElse(Double.NaN);
  }

  /** The plan that lets jobs wait the longest, in the mean as long as the target allows. */
  private Plan patient(double stretch, double lateBy) {
    Integer target = settings.scaling().targetWaitSeconds();
    double low = 0;
    double high = LONGEST_WAIT_TARGETS * target;
    Plan best = plan(low, stretch, lateBy);
    for (int i = 0; i < HALVINGS; i++) {
      double middle = i == 0 ? target : (low + high) / 2;
      Plan plan = plan(middle, stretch, lateBy);
      if (plan.meanWait() <= target) {
        low = middle;
        best = plan;
      } else {
        high = middle;
      }
    }
    return best;
  }

  /**
   * How long jobs may wait.
   *
   * @param afterIdling how long the first job waits on purpose when no volunteer is left
   */
  private record Patience(double longestWait, double afterIdling) {
    Patience {
      longestWait = Math.max(longestWait, afterIdling);
    }

    Patience without() {
      return new Patience(Double.POSITIVE_INFINITY, afterIdling);
    }
  }

  /** When each job starts. */
  private record Plan(List<Double> starts, double meanWait, double longestWait) {}

  /** The fewest volunteers in each stretch with which nobody in it waits longer than this. */
  private Plan plan(double longestWait, double stretch, double lateBy) {
    double[] starts = new double[arrived.length];
    PriorityQueue<Double> free = new PriorityQueue<>();
    int first = 0;
    while (first < arrived.length) {
      double end = (Math.floor(arrived[first] / stretch) + 1) * stretch;
      int next = first;
      while (next < arrived.length && arrived[next] < end) {
        next++;
      }
      free = stretch(first, next, new Patience(longestWait, lateBy), free, starts);
      first = next;
    }
    DoubleSummaryStatistics waits =
        IntStream.range(0, arrived.length)
            .mapToDouble(i -> starts[i] - arrived[i])
            .summaryStatistics();
    return new Plan(DoubleStream.of(starts).boxed().toList(), waits.getAverage(), waits.getMax());
  }

  /**
   * @param busyUntil the ends of the jobs that were started before
   * @return those and the ends of this stretch's jobs
   */
  private PriorityQueue<Double> stretch(
      int first, int next, Patience patience, PriorityQueue<Double> busyUntil, double[] starts) {
    int low = 1;
    Integer high = settings.scaling().maxVolunteers();
    while (low < high) {
      int middle = (low + high) / 2;
      if (fill(first, next, middle, patience, busyUntil, starts).isPresent()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return fill(first, next, low, patience.without(), busyUntil, starts).orElseThrow();
  }

  /** The same as {@code stretch} with so many volunteers; empty if somebody waits too long. */
  private Optional<PriorityQueue<Double>> fill(
      int first,
      int next,
      int volunteers,
      Patience patience,
      PriorityQueue<Double> busyUntil,
      double[] starts) {
    PriorityQueue<Double> ends = new PriorityQueue<>(busyUntil);
    int slots = volunteers * settings.slots();
    double begin = first == 0 ? 0 : starts[first - 1];
    for (int i = first; i < next; i++) {
      begin = Math.max(begin, arrived[i]);
      while (!ends.isEmpty() && ends.peek() <= begin) {
        ends.poll();
      }
      if (i == 0 || arrived[i] > lastEnd[i - 1] + settings.scaling().scaleDownDelaySeconds()) {
        begin = Math.max(begin, arrived[i] + patience.afterIdling());
      }
      while (ends.size() >= slots) {
        begin = Math.max(begin, ends.poll());
      }
      if (begin - arrived[i] > patience.longestWait()) {
        return Optional.empty();
      }
      starts[i] = begin;
      ends.add(begin + compiled[i]);
      lastEnd[i] = Math.max(i == 0 ? 0 : lastEnd[i - 1], begin + compiled[i]);
    }
    return Optional.of(ends);
  }

  /** What this plan costs when each volunteer is kept for the delay after it was last needed. */
  private double volunteerSeconds(Plan plan) {
    double[] begins = plan.starts().stream().mapToDouble(start -> start).toArray();
    double[] ends =
        IntStream.range(0, begins.length).mapToDouble(i -> begins[i] + compiled[i]).toArray();
    Arrays.sort(begins);
    Arrays.sort(ends);
    KeptVolunteers kept = new KeptVolunteers(settings);
    int started = 0;
    for (int ended = 0; ended < ends.length; ) {
      if (started < begins.length && begins[started] < ends[ended]) {
        started++;
        kept.busy(begins[started - 1], started - ended);
      } else {
        ended++;
        kept.busy(ends[ended - 1], started - ended);
      }
    }
    return kept.toTheEnd();
  }
}
