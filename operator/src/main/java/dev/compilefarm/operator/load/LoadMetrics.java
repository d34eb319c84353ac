package dev.compilefarm.operator.load;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** How the operator hears of loads, over all farms. */
final class LoadMetrics {
  private final AtomicInteger streams;
  private final Counter losses;
  private final Counter polls;

  LoadMetrics(MeterRegistry registry) {
    streams = registry.gauge("compilefarm.operator.load.streams", new AtomicInteger());
    losses = registry.counter("compilefarm.operator.load.losses");
    polls = registry.counter("compilefarm.operator.load.polls");
  }

  /** A stream was opened. */
  void opened() {
    streams.incrementAndGet();
  }

  /** A stream that was opened is no more. */
  void closed() {
    streams.decrementAndGet();
  }

  /** An attempt to reach a pod failed, or a stream ended. */
  void lost() {
    losses.increment();
  }

  /** A pod that gives no stream was asked. */
  void polled() {
    polls.increment();
  }
}
