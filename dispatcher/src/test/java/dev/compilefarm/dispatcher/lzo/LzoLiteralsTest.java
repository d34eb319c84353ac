package dev.compilefarm.dispatcher.lzo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The form was tried with {@code lzo1x_decompress_safe} of distcc 3.4 for all lengths up to 3,000
 * bytes. That a real client reads it is in {@code RefusedIT}.
 */
class LzoLiteralsTest {

  @ParameterizedTest
  @CsvSource({
    "1, 12",
    "4, 15",
    "238, ff",
    "239, 00dd",
    "273, 00ff",
    "274, 000001",
    "1000, 00000000d9"
  })
  void aBlockIsOneRunAndTheEnd(int length, String head) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 'x');

    byte[] block = LzoLiterals.block(content);

    int headLength = head.length() / 2;
    assertEquals(head, HexFormat.of().formatHex(block, 0, headLength));
    assertArrayEquals(content, Arrays.copyOfRange(block, headLength, headLength + length));
    assertEquals("110000", HexFormat.of().formatHex(block, headLength + length, block.length));
  }

  @Test
  void nothingIsNoBlock() {
    assertEquals(0, LzoLiterals.block("".getBytes(StandardCharsets.US_ASCII)).length);
  }
}
