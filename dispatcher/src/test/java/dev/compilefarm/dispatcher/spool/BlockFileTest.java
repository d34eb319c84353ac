package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BlockFileTest {
  @TempDir Path scratch;
  private final AtomicInteger made = new AtomicInteger();
  private final BlockFile file = new BlockFile(this::make);

  @Test
  void givesTheLowestFreeBlock() {
    assertEquals(List.of(0L, 1L, 2L), IntStream.range(0, 3).mapToObj(i -> take()).toList());
    assertEquals(Optional.empty(), file.give(BLOCK_BYTES));
    assertEquals(1, take());
    assertEquals(3, take());
    assertEquals(0, made.get());
  }

  @Test
  void givesALargeFileUpWhenNothingOfItIsInUse() throws IOException {
    int blocks = 3000;
    for (int i = 0; i < blocks; i++) {
      assertEquals(i, take());
    }
    file.write(ByteBuffer.wrap(new byte[] {1}), 0);
    for (int i = 1; i < blocks; i++) {
      assertEquals(Optional.empty(), file.give((long) i * BLOCK_BYTES));
    }
    SpoolFile old = file.give(0).orElseThrow();
    assertTrue(old.channel().isOpen());
    old.close();
    assertFalse(Files.exists(old.path()));
    assertEquals(0, take());
    file.write(ByteBuffer.wrap(new byte[] {2}), 0);
    ByteBuffer read = ByteBuffer.allocate(1);
    file.read(read, 0);
    assertEquals(2, read.get(0));
    assertEquals(2, made.get());
  }

  @Test
  @Timeout(60)
  void blocksAreTakenAndGivenBackWhileTheFileIsBeingMade() throws Exception {
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    BlockFile slow =
        new BlockFile(() -> {
          making.countDown();
          await(goesOn);
          return make();
        });
    slow.take();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                slow.write(ByteBuffer.wrap(new byte[] {1}), 0);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    making.await();
    assertEquals(BLOCK_BYTES, slow.take());
    assertEquals(Optional.empty(), slow.give(BLOCK_BYTES));
    goesOn.countDown();
    writer.join();
    assertEquals(1, made.get());
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  private long take() {
    return file.take() / BLOCK_BYTES;
  }

  private SpoolFile make() throws IOException {
    Path path = scratch.resolve("file" + made.incrementAndGet());
    return new SpoolFile(path, FileChannel.open(path, CREATE_NEW, READ, WRITE));
  }
}
