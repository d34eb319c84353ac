package dev.compilefarm.dispatcher.discovery;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, of which the next byte must come in time. The client's own stream waits
 * for ever. One thread reads; the client's thread brings what the reader asked for, so that never
 * more than one piece waits.
 */
final class TimedBody extends InputStream {

  /** What the client brings. */
  private sealed interface Arrival {}

  private record Piece(List<ByteBuffer> buffers) implements Arrival {}

  private record End(Throwable cause) implements Arrival {}

  private final String request;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Queue<ByteBuffer> unread = new ArrayDeque<>();
  private AsyncBody body;
  private Duration patience;
  private boolean ended;

  /**
   * The body of an answer that is still to come.
   *
   * @param request in words, for the messages of exceptions
   */
  TimedBody(String request) {
    this.request = request;
  }

  /** Takes what the client brings; for the client's thread. */
  void bring(List<ByteBuffer> buffers) {
    arrivals.add(new Piece(buffers));
  }

  /** The answer has begun. To be called before the first byte is read. */
  TimedBody begin(AsyncBody begun, Duration patienceFromNow) {
    body = begun;
    patience = patienceFromNow;
    Future<?> _ = begun.done().whenComplete((nothing, failure) -> arrivals.add(new End(failure)));
    return this;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (unread.isEmpty()) {
      if (ended) {
        return -1;
      }
      await();
    }
    ByteBuffer buffer = unread.element();
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    if (!buffer.hasRemaining()) {
      unread.remove();
    }
    return count;
  }

  /** Ends the connection if the answer is not at its end. */
  @Override
  public void close() {
    if (body != null && !ended) {
      ended = true;
      body.cancel();
    }
  }

  private void await() throws IOException {
    body.consume();
    switch (next()) {
      case null ->
          throw new ListException(
              ListFault.SILENT, "%s: nothing came for %s".formatted(request, patience));
      case Piece(List<ByteBuffer> buffers) ->
          buffers.stream().filter(ByteBuffer::hasRemaining).forEach(unread::add);
      case End(Throwable cause) -> {
        ended = true;
        if (cause != null) {
          throw new ListException(
              ListFault.UNREACHABLE, "%s: broke off (%s)".formatted(request, cause), cause);
        }
      }
    }
  }

  private Arrival next() throws IOException {
    try {
      return arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ListException(ListFault.INTERNAL, request + ": interrupted", e);
    }
  }
}
