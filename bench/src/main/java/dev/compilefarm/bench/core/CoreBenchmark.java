package dev.compilefarm.bench.core;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What JMH calls again and again, each time for one event. JMH reads the clock, for a sample of the
 * events. This class reads the thread's own processor time, for each of them, since the clock
 * counts the turns of other processes too. To read it costs half a microsecond, which is not
 * subtracted.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CoreBenchmark {
  private static final int DIGITS = 3;

  @Param("500")
  public int volunteers;

  // Without values JMH takes all that there are.
  @Param public Situation situation;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Histogram nanos = new Histogram(DIGITS);
  private Script script;

  /** Processor time of the events of one iteration, in nanoseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class ProcessorTime {
    public double mean;
    public double rare;
    public double longest;
  }

  /** Makes a farm. */
  @Setup
  public void begin() {
    script = situation.begin(volunteers);
  }

  /** Forgets the warm-up, and the iteration before. */
  @Setup(Level.Iteration)
  public void forget() {
    nanos.reset();
  }

  /** One event. */
  @Benchmark
  public void event() {
    long before = threads.getCurrentThreadCpuTime();
    script.next();
    nanos.recordValue(threads.getCurrentThreadCpuTime() - before);
  }

  /** Hands the iteration's figures to JMH. */
  @TearDown(Level.Iteration)
  public void tell(ProcessorTime time) {
    time.mean = nanos.getMean();
    time.rare = nanos.getValueAtPercentile(99.99);
    time.longest = nanos.getMaxValue();
  }
}
