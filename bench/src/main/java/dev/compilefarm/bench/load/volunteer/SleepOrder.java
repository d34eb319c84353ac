package dev.compilefarm.bench.load.volunteer;

import dev.compilefarm.dispatcher.protocol.Messages;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A request of version 1 whose source ends with the time that its compile takes, in nanoseconds:
 * the last eight bytes of the request.
 */
public final class SleepOrder {

  /** What distcc sends for a file of a C++ project with {@code ,lzo}, about. */
  private static final int SOURCE_BYTES = 200_000;

  private static final byte[] SOURCE = new byte[SOURCE_BYTES];

  /**
   * Each job has a source of its own: one that the dispatcher knows again would be taken for as
   * long as its last one.
   */
  private static final AtomicInteger SOURCES = new AtomicInteger();

  /** The length of every such request. */
  static final int REQUEST_BYTES = request(Duration.ZERO).length;

  private SleepOrder() {}

  /** The request for a compile that takes so long. */
  public static byte[] request(Duration compileTime) {
    String source = "x%07d.cpp".formatted(SOURCES.incrementAndGet());
    byte[] request = Messages.request(1, List.of("g++", "-O2", "-c", source, "-o", "x.o"), SOURCE);
    ByteBuffer.wrap(request).putLong(request.length - Long.BYTES, compileTime.toNanos());
    return request;
  }

  /** The time that a whole request orders; none where it is another one, such as a canary. */
  static Duration compileTime(ByteBuffer request) {
    return request.limit() == REQUEST_BYTES
        ? Duration.ofNanos(request.getLong(request.limit() - Long.BYTES))
        : Duration.ZERO;
  }
}
