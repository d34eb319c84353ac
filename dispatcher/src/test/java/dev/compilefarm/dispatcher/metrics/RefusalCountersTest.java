package dev.compilefarm.dispatcher.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.dispatch.JobRecords;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RefusalCountersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RefusalCounters counters = new RefusalCounters(registry);

  @Test
  void countsByTheOptionThatIsToBlame() {
    end(Outcome.NOT_DISTRIBUTABLE, "-gsplit-dwarf");
    end(Outcome.NOT_DISTRIBUTABLE, "-gsplit-dwarf");
    end(Outcome.NOT_DISTRIBUTABLE, "");
    end(Outcome.POISON, "gcc");
    counters.ended(JobRecords.abandoned(1, "a"));
    assertEquals(2, count("-gsplit-dwarf"));
    assertEquals(1, count("other"));
    assertEquals(2, registry.getMeters().size());
  }

  @Test
  void hasNoSeriesWithoutEnd() {
    for (int i = 0; i < 2 * RefusalCounters.OPTIONS_MAX; i++) {
      end(Outcome.NOT_DISTRIBUTABLE, "-f" + i);
    }
    assertEquals(RefusalCounters.OPTIONS_MAX, count("other"));
    assertEquals(RefusalCounters.OPTIONS_MAX + 1, registry.getMeters().size());
  }

  private void end(Outcome outcome, String about) {
    counters.ended(JobRecords.refused(1, "gcc", new Refusal(outcome, about, "no")));
  }

  private double count(String option) {
    return registry
        .get("compilefarm.jobs.not.distributable")
        .tag("option", option)
        .counter()
        .count();
  }
}
