package dev.compilefarm.dispatcher.canary;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The request of a canary: one line of C, which is C++ too, by version 1 of the protocol. That
 * version has no compression. The order of tokens is in {@code doc/protocol-1.txt} of distcc.
 */
final class CanaryRequest {
  static final int VERSION = 1;

  private static final List<String> ARGUMENTS = List.of("-c", "canary.c", "-o", "canary.o");
  private static final byte[] SOURCE = utf8("int x;\n");

  private CanaryRequest() {}

  /** The whole message, for this compiler. */
  static ByteBuffer bytes(String compiler) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(head("DIST", VERSION));
    message.writeBytes(head("ARGC", 1 + ARGUMENTS.size()));
    packet(message, "ARGV", utf8(compiler));
    ARGUMENTS.forEach(argument -> packet(message, "ARGV", utf8(argument)));
    packet(message, "DOTI", SOURCE);
    return ByteBuffer.wrap(message.toByteArray());
  }

  /** Its first twelve bytes, after which a distccd waits for more. */
  static ByteBuffer head() {
    return ByteBuffer.wrap(head("DIST", VERSION));
  }

  private static void packet(ByteArrayOutputStream message, String token, byte[] body) {
    message.writeBytes(head(token, body.length));
    message.writeBytes(body);
  }

  private static byte[] head(String token, int number) {
    return utf8("%s%08x".formatted(token, number));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
