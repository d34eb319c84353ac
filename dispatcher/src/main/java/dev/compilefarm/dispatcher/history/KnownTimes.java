package dev.compilefarm.dispatcher.history;

import dev.compilefarm.dispatcher.history.Expectation.From;

/**
 * How long jobs occupied a slot in earlier builds, so that the long ones of the next build are
 * known. A job is known again by its {@link Likeness}. Its request may have grown or shrunk: by a
 * factor of 1.4 it is the same job for sure, by a factor of 3 it is another one. What it took last
 * counts half, and all before that the other half. Of a job that is not known, the size and the
 * seconds for each byte of its family tell.
 *
 * <p>Tenants share what is known: a tenant is often the address of a pod that builds once. What one
 * tenant teaches wrongly changes no more than the order of another one's own jobs. It takes little
 * more than 1 MiB, whatever happens, and an event costs the same however much is known. Not
 * thread-safe.
 */
public final class KnownTimes {
  private static final double NEWEST_SHARE = 0.5;
  private static final double SECONDS_MIN = 1e-4;
  private static final double NANOS = 1e9;
  private static final double HALF = 0.5;

  /** An odd number without a pattern, so that the sizes of one name lie in different rows. */
  private static final long SIZES_APART = 0x9e3779b97f4a7c15L;

  final TimeTable times;
  final Rates rates;
  private long learned;

  /** Knows nothing. */
  public KnownTimes() {
    this(new TimeTable(), new Rates(), 0);
  }

  KnownTimes(TimeTable times, Rates rates, long learned) {
    this.times = times;
    this.rates = rates;
    this.learned = learned;
  }

  /** What is known now; later changes of one do not change the other. */
  public KnownTimes copy() {
    return new KnownTimes(times.copy(), rates.copy(), learned);
  }

  /** Jobs that it has learned from, since it was made. */
  public long learned() {
    return learned;
  }

  /** What to expect of a job. */
  public Expectation expect(Likeness job) {
    int place = find(job);
    if (place == TimeTable.NOWHERE) {
      return new Expectation(rates.log2(job.family()) + job.log2Bytes(), From.SIZE);
    }
    float log2 = times.get(place);
    times.put(place, log2);
    return new Expectation(log2, From.EARLIER_JOB);
  }

  /** A job was done, and occupied a slot for so many nanoseconds. */
  public void took(Likeness job, long nanos) {
    learned++;
    double log2 = Log2.of(Math.max(SECONDS_MIN, (double) nanos / NANOS));
    rates.add(job.family(), log2 - job.log2Bytes());
    int place = find(job);
    if (place != TimeTable.NOWHERE) {
      times.put(place, (float) (times.get(place) * (1 - NEWEST_SHARE) + log2 * NEWEST_SHARE));
    } else if (job.hasName()) {
      times.add(key(job, size(job)), (float) log2);
    }
  }

  /** Where a job of this size is, or else of the next one that is near. */
  private int find(Likeness job) {
    if (!job.hasName()) {
      return TimeTable.NOWHERE;
    }
    long size = size(job);
    int place = times.find(key(job, size));
    long next = job.log2Bytes() - size < HALF ? size - 1 : size + 1;
    return place == TimeTable.NOWHERE ? times.find(key(job, next)) : place;
  }

  private static long size(Likeness job) {
    return (long) Math.floor(job.log2Bytes());
  }

  private static long key(Likeness job, long size) {
    return job.name() + size * SIZES_APART;
  }
}
