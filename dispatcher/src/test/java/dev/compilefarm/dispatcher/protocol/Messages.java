package dev.compilefarm.dispatcher.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Messages for tests: recorded from distcc 3.4, or put together token by token. */
public final class Messages {

  private Messages() {}

  /** Bytes that a real distcc or distccd sent. */
  public static byte[] recorded(String name) {
    try (InputStream in = Messages.class.getResourceAsStream("/recorded/" + name + ".bin")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A packet's first twelve bytes. */
  public static byte[] head(String token, long number) {
    return "%s%08x".formatted(token, number).getBytes(StandardCharsets.US_ASCII);
  }

  /** A head that tells the body's length, and the body. */
  public static byte[] packet(String token, byte[] body) {
    return concat(head(token, body.length), body);
  }

  public static byte[] packet(String token, String body) {
    return packet(token, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A whole request of version 1 or 2. */
  public static byte[] request(int version, List<String> arguments, byte[] source) {
    byte[] message = concat(head("DIST", version), head("ARGC", arguments.size()));
    for (String argument : arguments) {
      message = concat(message, packet("ARGV", argument));
    }
    return concat(message, packet("DOTI", source));
  }

  /** A whole reply of version 1; {@code status} as wait(2) gives it, {@code errors} for SERR. */
  public static byte[] reply(int status, String errors, byte[] object) {
    return concat(
        head("DONE", 1),
        head("STAT", status),
        packet("SERR", errors),
        head("SOUT", 0),
        packet("DOTO", object));
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
