package dev.compilefarm.bench.load.ideal;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * When each user's last job ended.
 *
 * @param ends from the begin of the run, in the order of the users
 */
public record Schedule(List<Duration> ends) {

  public Schedule {
    ends = List.copyOf(ends);
  }

  /** When the last job of all ended, from the begin of the run. */
  public Duration makespan() {
    return ends.stream().max(Comparator.naturalOrder()).orElseThrow();
  }
}
