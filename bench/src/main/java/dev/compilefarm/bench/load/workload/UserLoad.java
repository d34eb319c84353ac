package dev.compilefarm.bench.load.workload;

import java.time.Duration;
import java.util.List;

/**
 * What one user's {@code make -jN} has to compile: it issues its jobs in order, and the next one as
 * soon as fewer than N are under way.
 *
 * @param start when the make is started, from the begin of the run
 * @param parallel make's {@code -j}
 * @param compileTimes how long each job's compile takes once it has a slot
 */
public record UserLoad(Duration start, int parallel, List<Duration> compileTimes) {

  public UserLoad {
    compileTimes = List.copyOf(compileTimes);
  }

  /** How many jobs there are. */
  public int jobs() {
    return compileTimes.size();
  }
}
