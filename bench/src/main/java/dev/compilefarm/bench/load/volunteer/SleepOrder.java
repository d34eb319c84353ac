package dev.compilefarm.bench.load.volunteer;

import dev.compilefarm.dispatcher.protocol.Messages;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * A request of version 1 whose source ends with the time that its compile takes, in nanoseconds:
 * the last eight bytes of the request.
 */
public final class SleepOrder {

  /** What distcc sends for a file of a C++ project with {@code ,lzo}, about. */
  private static final int SOURCE_BYTES = 200_000;

  private static final byte[] TEMPLATE =
      Messages.request(
          1, List.of("g++", "-O2", "-c", "x.cpp", "-o", "x.o"), new byte[SOURCE_BYTES]);

  /** The length of every such request. */
  static final int REQUEST_BYTES = TEMPLATE.length;

  private SleepOrder() {}

  /** The request for a compile that takes so long. */
  public static byte[] request(Duration compileTime) {
    byte[] request = TEMPLATE.clone();
    ByteBuffer.wrap(request).putLong(request.length - Long.BYTES, compileTime.toNanos());
    return request;
  }

  /** The time that a whole request orders. */
  static Duration compileTime(ByteBuffer request) {
    return Duration.ofNanos(request.getLong(request.limit() - Long.BYTES));
  }
}
