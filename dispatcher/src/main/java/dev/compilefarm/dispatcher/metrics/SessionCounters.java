package dev.compilefarm.dispatcher.metrics;

import dev.compilefarm.dispatcher.session.RequestFault;
import dev.compilefarm.dispatcher.session.SessionObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts what sessions do. All series exist from the start, at zero. Thread-safe. */
public final class SessionCounters implements SessionObserver {
  /** From a trivial C file to the slowest template: an empty compile takes 30 ms, few over 30 s. */
  private static final Duration[] SERVICE_BUCKETS = {
    Duration.ofMillis(30),
    Duration.ofMillis(100),
    Duration.ofMillis(300),
    Duration.ofSeconds(1),
    Duration.ofSeconds(3),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(100)
  };

  private final Map<RequestFault, Counter> rejected = new EnumMap<>(RequestFault.class);
  private final Counter requestBytes;
  private final Counter replyBytes;
  private final Timer service;

  public SessionCounters(MeterRegistry registry) {
    for (RequestFault fault : RequestFault.values()) {
      rejected.put(
          fault,
          Counter.builder("compilefarm.connections.rejected")
              .description("Connections that ended before they became a job, by reason")
              .tag("reason", Label.of(fault))
              .register(registry));
    }
    requestBytes =
        Counter.builder("compilefarm.request.bytes")
            .description("Bytes of whole requests taken from clients")
            .register(registry);
    replyBytes =
        Counter.builder("compilefarm.reply.bytes")
            .description("Bytes of whole replies taken from volunteers")
            .register(registry);
    service =
        Timer.builder("compilefarm.job.service")
            .description("Time from a job's start at a volunteer to the last byte of its reply")
            .serviceLevelObjectives(SERVICE_BUCKETS)
            .register(registry);
  }

  @Override
  public void rejected(RequestFault fault) {
    rejected.get(fault).increment();
  }

  @Override
  public void received(long bytes) {
    requestBytes.increment((double) bytes);
  }

  @Override
  public void served(long bytes, long serviceNanos) {
    replyBytes.increment((double) bytes);
    service.record(serviceNanos, TimeUnit.NANOSECONDS);
  }
}
