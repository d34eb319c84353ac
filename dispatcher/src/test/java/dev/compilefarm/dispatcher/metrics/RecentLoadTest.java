package dev.compilefarm.dispatcher.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.LoadSnapshot;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.joblog.JobLogLine;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.server.OpenConnections;
import dev.compilefarm.dispatcher.spool.FakeStores;
import dev.compilefarm.dispatcher.spool.SpoolStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentLoadTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void looksOnceForAllWhoAskAtTheSameTime() {
    RecentLoad load = new RecentLoad(this::look, now::get);
    LoadSnapshot first = load.get();
    now.addAndGet(RecentLoad.AGE_MAX.toNanos());
    assertEquals(first, load.get());
    assertEquals(1, looks.get());
    now.addAndGet(1);
    assertNotEquals(first, load.get());
    assertEquals(2, looks.get());
  }

  @Test
  void aScrapeOfAllSeriesAsksTheClockOfOneLook() {
    // The dispatcher reads its clock once for each look, and the gauges once for each series.
    AtomicInteger reads = new AtomicInteger();
    Dispatch dispatch =
        new Dispatch(
            new QueueLimits(9, Duration.ofHours(1), 3, 9, Duration.ofHours(1)),
            new TenantShares(Map.of(), TenantShare.equal(9)),
            () -> {
              reads.incrementAndGet();
              return 0;
            },
            new JobLogLine());
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    SpoolStores stores = FakeStores.ofMemory(32);
    OpenConnections connections = new OpenConnections(9, 9, tenant -> 1);
    LoadGauges.register(registry, dispatch, connections, stores, stores);
    long series =
        registry.getMeters().stream()
            .filter(meter ->
                meter.getId().getName().startsWith("compilefarm.jobs")
                    || meter.getId().getName().startsWith("compilefarm.volunteer"))
            .peek(meter -> meter.measure().forEach(sample -> assertTrue(sample.getValue() >= 0)))
            .count();
    assertTrue(series > 15, "series: " + series);
    assertEquals(series + 1, reads.get());
  }

  private LoadSnapshot look() {
    return new LoadSnapshot(
        looks.incrementAndGet(),
        0,
        0,
        OptionalDouble.empty(),
        0,
        0,
        Map.of(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }
}
