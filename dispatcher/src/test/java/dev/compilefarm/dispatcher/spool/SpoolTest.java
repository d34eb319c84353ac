package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Store;
import dev.compilefarm.dispatcher.transport.Pace;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SpoolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path scratch;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicBoolean touched = new AtomicBoolean();
  private final Random random = new Random(1);
  private Path directory;
  private SpoolDisk disk;

  /** Where the message of a test is, which is longer than four blocks. */
  enum Place {
    IN_MEMORY(100, 100),
    ON_DISK(0, 0),
    FIRST_IN_MEMORY(100, 2),
    MEMORY_USED_UP(1, 100);

    private final int memoryBlocks;
    private final int memoryBlocksPerMessage;

    Place(int memoryBlocks, int memoryBlocksPerMessage) {
      this.memoryBlocks = memoryBlocks;
      this.memoryBlocksPerMessage = memoryBlocksPerMessage;
    }
  }

  @BeforeEach
  void makeDisk() throws IOException {
    directory = Files.createDirectory(scratch.resolve("spool"));
    disk = new SpoolDisk(directory, clock::get);
  }

  @ParameterizedTest
  @EnumSource
  void sendsWhatItTookAsOftenAsItIsAskedAndFromAnyByte(Place place) throws Exception {
    SpoolStores stores = stores(place);
    byte[] message = bytes(4 * BLOCK_BYTES + 7);
    try (Spool spool = spool(stores, message)) {
      assertEquals(message.length, spool.size());
      for (int from : new int[] {0, 0, 1, 20, BLOCK_BYTES, 3 * BLOCK_BYTES - 1, message.length}) {
        assertArrayEquals(
            Arrays.copyOfRange(message, from, message.length),
            SentBytes.of(spool, from),
            "from " + from);
      }
    }
    awaitUnused(stores);
  }

  @Test
  void usesNoDiskWithoutOne() throws Exception {
    byte[] message = bytes(BLOCK_BYTES);
    SpoolStores stores = FakeStores.ofMemory(2);
    try (Spool spool = spool(stores, message)) {
      assertArrayEquals(message, SentBytes.of(spool, 0));
    }
    awaitUnused(stores);
  }

  /** The kubelet counts what has a name, and other people's source is nobody's to read. */
  @Test
  void keepsAFileThatTellsItsSizeAndNothingElse() throws Exception {
    byte[] message = bytes(2 * BLOCK_BYTES);
    try (Spool spool = spool(stores(Place.ON_DISK), message)) {
      Path file = listed().getFirst();
      byte[] onDisk = Files.readAllBytes(file);
      assertEquals(message.length, onDisk.length);
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      int alike = 0;
      for (int i = 0; i < message.length; i++) {
        alike += onDisk[i] == message[i] ? 1 : 0;
      }
      assertTrue(alike < message.length / 64, alike + " bytes are as they were");
      assertEquals(message.length, spool.size());
    }
    disk.close();
    assertEquals(List.of(), listed());
  }

  @Test
  void hidesTheSameBytesOtherwiseEachTime() throws Exception {
    byte[] message = bytes(BLOCK_BYTES);
    List<byte[]> seen = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (Spool spool = spool(stores(Place.ON_DISK), message)) {
        seen.add(Files.readAllBytes(listed().getFirst()));
        assertEquals(message.length, spool.size());
      }
    }
    assertFalse(Arrays.equals(seen.getFirst(), seen.getLast()));
  }

  @Test
  void setsADiskAsideThatHangsAndLeavesItsBlockAlone() throws Exception {
    SpoolDisk hanging = new SpoolDisk(directory, clock::get, Duration.ofMillis(200));
    CountDownLatch goesOn = new CountDownLatch(1);
    DiskBlock block = hanging.take();
    SpoolException failure =
        assertThrows(
            SpoolException.class,
            () ->
                hanging.perform(
                    block,
                    caller -> {
                      awaitUninterruptibly(goesOn);
                      caller.touch(() -> {
                        throw new AssertionError("the caller has given up");
                      });
                    }));
    assertTrue(failure.getMessage().contains(directory.toString()));
    assertEquals(1, hanging.failures());
    hanging.give(block);
    assertTrue(hanging.take().position > block.position, "somebody may still write there");
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    assertFalse(hanging.isUsable(), "it hangs for as long as it does");
    goesOn.countDown();
    await("it is usable").atMost(PATIENCE).until(hanging::isUsable);
    assertFalse(touched.get(), "the caller has given up, and its buffer is another's");
    assertEquals(block.position, hanging.take().position);
    hanging.close();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Test
  void deletesItsOwnLeftoversOnly() throws Exception {
    Files.createFile(directory.resolve("compilefarm-spool-0123456789abcdef-17"));
    List<Path> others =
        List.of(
            Files.createFile(directory.resolve("compilefarm-spool-")),
            Files.createFile(directory.resolve("compilefarm-spool-0123456789abcdef-17.c")),
            Files.createDirectory(directory.resolve("compilefarm-spool-0123456789abcdef-1")),
            Files.createSymbolicLink(
                directory.resolve("compilefarm-spool-0123456789abcdef-2"), scratch));
    disk.deleteLeftovers();
    assertEquals(others.stream().sorted().toList(), listed());
  }

  @Test
  void goesOnInMemoryWhenTheDiskFailsAndReturnsToTheDiskLater() throws Exception {
    SpoolStores stores = stores(Place.FIRST_IN_MEMORY);
    byte[] message = bytes(7 * BLOCK_BYTES);
    try (Spool spool = FakeStores.spool(stores)) {
      // The third block is half on the disk.
      write(spool, message, 0, BLOCK_BYTES * 5 / 2);
      assertEquals(BLOCK_BYTES, stores.budget().used(Store.DISK));
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThrows(SpoolException.class, () -> disk.perform(disk.take(), failing()));
      write(spool, message, BLOCK_BYTES * 5 / 2, 4 * BLOCK_BYTES);
      assertEquals(BLOCK_BYTES, stores.budget().used(Store.DISK));
      clock.addAndGet(Duration.ofSeconds(10).toNanos());
      write(spool, message, 4 * BLOCK_BYTES, message.length);
      assertTrue(stores.budget().used(Store.DISK) > BLOCK_BYTES);
      spool.whole();
      assertArrayEquals(message, SentBytes.of(spool, 0));
    }
    assertEquals(1, disk.failures());
    awaitUnused(stores);
  }

  @Test
  void takesIntoMemoryWhatTheDiskRefused() throws Exception {
    SpoolStores stores = stores(Place.FIRST_IN_MEMORY);
    Files.delete(directory);
    byte[] message = bytes(7 * BLOCK_BYTES);
    try (Spool spool = spool(stores, message)) {
      assertEquals(0, stores.budget().used(Store.DISK) / (2 * BLOCK_BYTES));
      assertArrayEquals(message, SentBytes.of(spool, 0));
    }
    assertEquals(1, disk.failures());
    awaitUnused(stores);
  }

  @Test
  void failsOneMessageWhenTheDiskFailsAndMemoryIsFull() throws Exception {
    SpoolStores stores = stores(Place.MEMORY_USED_UP);
    byte[] small = bytes(BLOCK_BYTES);
    try (Spool whole = spool(stores, small)) {
      Files.delete(directory);
      try (Spool spool = FakeStores.spool(stores)) {
        assertThrows(SpoolException.class, () -> write(spool, small, 0, small.length));
      }
      assertArrayEquals(small, SentBytes.of(whole, 0));
    }
    awaitUnused(stores);
    try (Spool next = spool(stores, small)) {
      assertArrayEquals(small, SentBytes.of(next, 0));
    }
  }

  @Test
  void givesTheBufferBackOfAMessageThatIsGivenUpHalfWay() throws Exception {
    SpoolStores stores = stores(Place.ON_DISK);
    // More often than there are buffers.
    for (int i = 0; i < 100; i++) {
      try (Spool spool = FakeStores.spool(stores)) {
        spool.room().put((byte) 1);
      }
    }
    awaitUnused(stores);
  }

  @Test
  void sendsToManySlowPeersWithoutHoldingUpOthers() throws Exception {
    SpoolStores stores = stores(Place.ON_DISK);
    byte[] message = bytes(200 * BLOCK_BYTES);
    List<Peers> slow = new ArrayList<>();
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    try (Spool spool = spool(stores, message)) {
      // More than there are large buffers.
      for (int i = 0; i < 40; i++) {
        Peers peers = new Peers();
        slow.add(peers);
        senders.add(sending(spool, peers));
      }
      for (Peers peers : slow) {
        peers.awaitFirstByte();
      }
      byte[] other = bytes(3 * BLOCK_BYTES);
      try (Spool unaffected = spool(stores, other)) {
        assertArrayEquals(other, SentBytes.of(unaffected, 0));
      }
    } finally {
      slow.forEach(Peers::close);
    }
    senders.forEach(sender -> assertThrows(CompletionException.class, sender::join));
    awaitUnused(stores);
  }

  /** What another message writes meanwhile into a block that is being sent must not be sent. */
  @ParameterizedTest
  @EnumSource
  void neverSendsAnothersBytesWhenItIsClosedWhileItIsSent(Place place) throws Exception {
    SpoolStores stores = stores(place);
    byte[] message = bytes(300 * BLOCK_BYTES);
    try (Peers peers = new Peers()) {
      Spool spool = spool(stores, message);
      CompletableFuture<Void> sender = sending(spool, peers);
      peers.awaitFirstByte();
      spool.close();
      try (Spool next = spool(stores, new byte[300 * BLOCK_BYTES])) {
        assertEquals(300 * BLOCK_BYTES, next.size());
        byte[] received = peers.drainUntil(sender);
        assertArrayEquals(Arrays.copyOf(message, received.length), received);
      }
      ExecutionException failure = assertThrows(ExecutionException.class, sender::get);
      assertTrue(failure.getCause() instanceof IOException, failure::toString);
      assertThrows(IOException.class, () -> SentBytes.of(spool, 0));
    }
    awaitUnused(stores);
  }

  @Test
  void givesMemoryBackOnlyWhenNobodySendsItAnyMore() throws Exception {
    SpoolStores stores = stores(Place.IN_MEMORY);
    try (Peers peers = new Peers()) {
      Spool spool = spool(stores, bytes(300 * BLOCK_BYTES));
      CompletableFuture<Void> sender = sending(spool, peers);
      peers.awaitFirstByte();
      spool.close();
      assertTrue(stores.budget().used(Store.MEMORY) > 0);
      peers.from.close();
      assertThrows(CompletionException.class, sender::join);
    }
    awaitUnused(stores);
  }

  private SpoolStores stores(Place place) {
    return FakeStores.of(
        new Limits(
            place.memoryBlocks,
            place.memoryBlocksPerMessage,
            (1L << 30) / BLOCK_BYTES,
            Integer.MAX_VALUE),
        Optional.of(disk));
  }

  private static Spool spool(SpoolStores stores, byte[] message) throws Exception {
    Spool spool = FakeStores.spool(stores);
    write(spool, message, 0, message.length);
    spool.whole();
    return spool;
  }

  /** In pieces that have nothing to do with blocks. */
  private static void write(Spool spool, byte[] message, int from, int to)
      throws IOException, InterruptedException {
    int at = from;
    while (at < to) {
      ByteBuffer room = spool.room();
      int bytes = Math.min(Math.min(room.remaining(), 10_007), to - at);
      room.put(message, at, bytes);
      spool.added();
      at += bytes;
    }
  }

  private static CompletableFuture<Void> sending(Spool spool, Peers peers) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            spool.sendTo(peers.from, 0, Pace.steady(PATIENCE));
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static DiskOperation.Io failing() {
    return caller -> {
      throw new EOFException("no space left");
    };
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private List<Path> listed() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  private static void awaitUnused(SpoolStores stores) {
    await("everything was given back")
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertEquals(0, stores.budget().used(Store.MEMORY));
          assertEquals(0, stores.budget().used(Store.DISK));
        });
  }
}
