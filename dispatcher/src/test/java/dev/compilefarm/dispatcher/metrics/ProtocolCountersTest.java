package dev.compilefarm.dispatcher.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.dispatch.JobRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ProtocolCountersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ProtocolCounters counters = new ProtocolCounters(registry);

  @Test
  void countsByTheVersionOfTheProtocol() {
    counters.ended(JobRecords.replayed(1, "a"));
    counters.ended(JobRecords.abandoned(2, "a"));
    counters.ended(JobRecords.fallenBack(3, "a"));
    assertEquals(0, count("1"));
    assertEquals(3, count("2"));
    assertEquals(0, count("3"));
    assertEquals(1, registry.get("compilefarm.jobs.fallen.back").counter().count());
  }

  private double count(String version) {
    return registry.get("compilefarm.jobs.by.protocol").tag("version", version).counter().count();
  }
}
