package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DispatchTest {
  private static final QueueLimits LIMITS =
      new QueueLimits(3, Duration.ofSeconds(10), 2, 5, Duration.ofSeconds(240));

  private final AtomicLong clock = new AtomicLong();
  private final Dispatch dispatch =
      new Dispatch(LIMITS, TenantShares.equal(3), clock::get, job -> {});

  @Test
  void tellsOfEachEventAndOfTicksThatLedToSomething() {
    AtomicInteger events = new AtomicInteger();
    dispatch.onChange(events::incrementAndGet);
    Job job = new Job("a", "gcc", 1, new Nobody());
    dispatch.submit(job);
    assertEquals(1, events.get());
    dispatch.tick();
    assertEquals(1, events.get());
    clock.set(Duration.ofSeconds(11).toNanos());
    dispatch.tick();
    assertEquals(2, events.get());
  }

  @Test
  void theListenerSeesTheChangeAndIsNotCalledUnderTheLock() {
    AtomicInteger accepted = new AtomicInteger();
    // Another thread would wait for ever for a lock that the caller holds.
    dispatch.onChange(() ->
        accepted.set((int) CompletableFuture.supplyAsync(dispatch::snapshot).join().accepted()));
    dispatch.update(List.of(new Volunteer("v", "127.0.0.1", 1, 1, Availability.READY)));
    dispatch.submit(new Job("a", "gcc", 1, new Nobody()));
    assertEquals(1, accepted.get());
  }

  @Test
  void aFaultOfOneActionStopsNoOther() {
    List<String> started = new ArrayList<>();
    Dispatch careless =
        new Dispatch(
            LIMITS,
            TenantShares.equal(3),
            clock::get,
            job -> {
              throw new IllegalStateException("of an observer");
            });
    careless.onChange(() -> {
      throw new IllegalStateException("of a listener");
    });
    Job lost = new Job("a", "gcc", 1, new Nobody());
    careless.submit(lost);
    careless.submit(new Job("b", "gcc", 1, new Starts("b", started)));
    careless.submit(new Job("c", "gcc", 1, new Starts("c", started)));
    careless.lost(lost, Outcome.ABANDONED);
    careless.update(List.of(new Volunteer("v", "127.0.0.1", 1, 2, Availability.READY)));
    assertEquals(List.of("b", "c"), started);
    assertEquals(2, careless.snapshot().running());
  }

  /** Notes that it was told, and then fails. */
  private record Starts(String name, List<String> started) implements JobListener {
    @Override
    public void start(Volunteer volunteer, int number) {
      started.add(name);
      throw new IllegalStateException("of a job");
    }

    @Override
    public void feed(int bytes) {}

    @Override
    public void breakOff(int number) {}

    @Override
    public void sendHome(Refusal refusal) {}
  }

  private static final class Nobody implements JobListener {
    @Override
    public void start(Volunteer volunteer, int attempt) {}

    @Override
    public void feed(int bytes) {}

    @Override
    public void breakOff(int attempt) {}

    @Override
    public void sendHome(Refusal refusal) {}
  }
}
