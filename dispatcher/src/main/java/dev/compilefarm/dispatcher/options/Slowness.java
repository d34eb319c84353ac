package dev.compilefarm.dispatcher.options;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which options change how long a compile takes: optimisation, debugging, code generation, the
 * machine and the language. Those with a path are left out, since a path may be another one in the
 * next build. So are the output, macros and directories. Pure.
 */
final class Slowness {
  private static final byte[] SEED = "-frandom-seed".getBytes(StandardCharsets.ISO_8859_1);

  private Slowness() {}

  /** Whether a compile may take another time with this argument. */
  static boolean depends(byte[] argument) {
    if (argument.length < 2 || argument[0] != '-') {
      return false;
    }
    return switch (argument[1]) {
      case 'O', 'f', 'g', 'm', 's' -> !hasPath(argument) && !isSeed(argument);
      default -> false;
    };
  }

  /** It is to be another one for each file, and may be for each build. */
  private static boolean isSeed(byte[] argument) {
    return argument.length >= SEED.length
        && Arrays.equals(argument, 0, SEED.length, SEED, 0, SEED.length);
  }

  private static boolean hasPath(byte[] argument) {
    for (byte each : argument) {
      if (each == '/') {
        return true;
      }
    }
    return false;
  }
}
