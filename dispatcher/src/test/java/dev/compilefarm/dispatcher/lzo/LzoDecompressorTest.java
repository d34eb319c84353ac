package dev.compilefarm.dispatcher.lzo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks in {@code lzo/} of the test resources are the real library's. */
class LzoDecompressorTest {
  private static final int ENOUGH = 1 << 20;

  @ParameterizedTest
  @ValueSource(strings = {"zeros", "numbers", "far", "noise", "one", "short"})
  void makesWhatTheLibraryTookOfItsBlocks(String name) throws IOException {
    byte[] plain = plain(name);
    byte[] block = block(name);
    assertArrayEquals(plain, LzoDecompressor.decompress(block, ENOUGH).orElseThrow());
    assertArrayEquals(plain, LzoDecompressor.decompress(block, plain.length).orElseThrow());
    assertEquals(Optional.empty(), LzoDecompressor.decompress(block, plain.length - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros", "numbers", "far", "noise", "one", "short"})
  void takesNoBlockThatWasCutOffOrGoesOn(String name) throws IOException {
    byte[] block = block(name);
    int step = Math.max(1, block.length / 500);
    for (int length = 1; length < block.length; length += step) {
      byte[] cut = Arrays.copyOf(block, length);
      assertEquals(Optional.empty(), LzoDecompressor.decompress(cut, ENOUGH), "at " + length);
    }
    byte[] longer = Arrays.copyOf(block, block.length + 1);
    assertEquals(Optional.empty(), LzoDecompressor.decompress(longer, ENOUGH));
  }

  @Test
  void takesAnEmptyBlockForNothing() {
    assertEquals(0, LzoDecompressor.decompress(new byte[0], 0).orElseThrow().length);
  }

  /** Neither an error nor more than was allowed, whatever comes. */
  @Test
  void keepsWithinItsBoundsWithAnyBytes() throws IOException {
    SplittableRandom random = new SplittableRandom(14);
    for (String name : new String[] {"far", "numbers", "noise", "short"}) {
      byte[] block = block(name);
      for (int i = 0; i < 3_000; i++) {
        byte[] broken = block.clone();
        for (int bytes = random.nextInt(1, 6); bytes > 0; bytes--) {
          broken[random.nextInt(broken.length)] = (byte) random.nextInt();
        }
        LzoDecompressor.decompress(broken, ENOUGH)
            .ifPresent(plain -> assertTrue(plain.length <= ENOUGH));
        byte[] noise = new byte[random.nextInt(1, 200)];
        random.nextBytes(noise);
        LzoDecompressor.decompress(noise, 1_000)
            .ifPresent(plain -> assertTrue(plain.length <= 1_000));
      }
    }
  }

  private static byte[] plain(String name) {
    byte[] numbers =
        IntStream.range(0, 5_000)
            .mapToObj(i -> i * 7919 % 104_729 + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.US_ASCII);
    return switch (name) {
      case "zeros" -> new byte[100_000];
      case "numbers" -> numbers;
      case "far" -> far(numbers);
      case "noise" -> noise();
      case "one" -> new byte[] {'a'};
      case "short" -> "abcabcabcabcabcabcab".getBytes(StandardCharsets.US_ASCII);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static byte[] far(byte[] numbers) {
    ByteArrayOutputStream far = new ByteArrayOutputStream();
    far.writeBytes(numbers);
    for (int i = 0; i < 7; i++) {
      far.writeBytes(noise());
    }
    far.writeBytes(numbers);
    return far.toByteArray();
  }

  private static byte[] noise() {
    byte[] noise = new byte[3_000];
    long x = 1;
    for (int i = 0; i < noise.length; i++) {
      x = x * 1_103_515_245 + 12_345 & 0x7fff_ffff;
      noise[i] = (byte) (x >> 16);
    }
    return noise;
  }

  private static byte[] block(String name) throws IOException {
    try (InputStream file =
        LzoDecompressorTest.class.getResourceAsStream("/lzo/" + name + ".lzo")) {
      return file.readAllBytes();
    }
  }
}
