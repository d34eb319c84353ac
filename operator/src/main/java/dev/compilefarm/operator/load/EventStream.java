package dev.compilefarm.operator.load;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a reply that is a stream of events. The HTTP client's threads write it, one other
 * thread reads it at its pace, and no more than one of the client's buffers waits in between.
 */
final class EventStream implements BodySubscriber<EventStream>, AutoCloseable {

  /** What the HTTP client says. */
  private sealed interface Signal {
    record Bytes(List<ByteBuffer> buffers) implements Signal {}

    record End(Optional<Throwable> cause) implements Signal {}
  }

  private final EventParser parser;
  private final IntakeRate rate;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private Flow.Subscription subscription;
  private boolean closed;

  /**
   * @param rate of the pod, used by whoever reads
   */
  EventStream(EventParser parser, IntakeRate rate) {
    this.parser = parser;
    this.rate = rate;
  }

  /**
   * Waits for the next event.
   *
   * @return the newest, when several have come
   * @throws IOException with a message for people when the stream ended, makes no sense, or is
   *     silent for too long; it is of no use after that
   */
  String next(Duration silence) throws IOException, InterruptedException {
    long end = System.nanoTime() + silence.toNanos();
    while (true) {
      Optional<String> event =
          switch (signals.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            case Signal.Bytes(List<ByteBuffer> buffers) -> parse(buffers);
            case Signal.End(Optional<Throwable> cause) ->
                throw new IOException("the stream ended", cause.orElse(null));
            case null -> throw new IOException("no event for %d ms".formatted(silence.toMillis()));
          };
      if (event.isPresent()) {
        return event.get();
      }
    }
  }

  private Optional<String> parse(List<ByteBuffer> buffers)
      throws IOException, InterruptedException {
    Optional<String> newest = Optional.empty();
    long bytes = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    for (ByteBuffer buffer : buffers) {
      Optional<String> event = parser.feed(buffer);
      newest = event.isPresent() ? event : newest;
    }
    TimeUnit.NANOSECONDS.sleep(rate.took(bytes, System.nanoTime()));
    subscribed().request(1);
    return newest;
  }

  private synchronized Flow.Subscription subscribed() {
    return subscription;
  }

  /** Closes the connection, also one that is only to come. */
  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (closed) {
      subscription.cancel();
    } else {
      subscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Signal.Bytes(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    signals.add(new Signal.End(Optional.of(cause)));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal.End(Optional.empty()));
  }

  /** At once: the reply is there when its header is. */
  @Override
  public CompletionStage<EventStream> getBody() {
    return CompletableFuture.completedStage(this);
  }
}
