package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * A directory for what does not fit into memory. Thread-safe.
 *
 * <p>All messages share one file, as one each would double the descriptors of ten thousand held
 * connections. It has a name, so that the kubelet counts its space for this pod and not for the
 * node alone; what a killed process leaves is deleted at the next start, and means nothing without
 * its key. A failure sets the disk aside for a while, in which nobody writes to it, and so does an
 * operation that hangs.
 *
 * <p>A virtual thread that waits for a disk holds its carrier, of which there are as many as cores.
 * So the disk has threads of its own, and a slow one holds up only the messages that are on it.
 */
public final class SpoolDisk implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SpoolDisk.class);
  private static final Pattern NAME = Pattern.compile("compilefarm-spool-[0-9a-f]{16}-\\d+");
  // The messages are other people's source.
  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Duration SET_ASIDE = Duration.ofSeconds(10);
  private static final Duration HANGS = Duration.ofSeconds(5);
  private static final int THREADS = 4;
  private static final Duration THREAD_IDLE = Duration.ofSeconds(10);
  private static final int WRITE_BUFFERS = 16;
  private static final int READ_BUFFERS = 32;
  private static final int SMALL_READ_BYTES = 4 << 10;

  private final Path directory;
  private final LongSupplier nanoClock;
  private final Duration hangs;
  private final BlockCipher cipher = new BlockCipher();
  private final ThreadLocal<byte[]> copies = ThreadLocal.withInitial(() -> new byte[BLOCK_BYTES]);
  private final AtomicLong uses = new AtomicLong();
  // Operations that were given up and are at work all the same.
  private final AtomicInteger hanging = new AtomicInteger();
  private final String namePrefix =
      "compilefarm-spool-%s-"
          .formatted(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong usableFromNanos;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          THREAD_IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("spool-disk-", 0).daemon().factory());
  private final BlockFile blocks = new BlockFile(this::make);
  private final BlockingQueue<ByteBuffer> writeBuffers = buffers(WRITE_BUFFERS);
  private final BlockingQueue<ByteBuffer> readBuffers = buffers(READ_BUFFERS);

  /**
   * Uses this directory, which it need not have for itself alone.
   *
   * @param nanoClock monotonic, as {@link System#nanoTime}
   */
  public SpoolDisk(Path directory, LongSupplier nanoClock) {
    this(directory, nanoClock, HANGS);
  }

  /** One that takes an operation of this length for one that hangs. */
  SpoolDisk(Path directory, LongSupplier nanoClock, Duration hangs) {
    this.directory = directory;
    this.nanoClock = nanoClock;
    this.hangs = hangs;
    this.usableFromNanos = new AtomicLong(nanoClock.getAsLong());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Deletes what a process that was killed left behind. Takes no other file for ours, whatever else
   * lies there.
   */
  public void deleteLeftovers() {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (NAME.matcher(entry.getFileName().toString()).matches()
            && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (IOException e) {
      LOG.warnf("Leftovers in the spool directory %s could not be deleted: %s", directory, e);
    }
  }

  /** Whether it is not set aside, and no operation hangs. */
  public boolean isUsable() {
    return nanoClock.getAsLong() - usableFromNanos.get() >= 0 && hanging.get() <= 0;
  }

  /** How often a read or write failed. */
  public long failures() {
    return failures.get();
  }

  /** Takes a block. */
  DiskBlock take() {
    return new DiskBlock(blocks.take(), uses.getAndIncrement());
  }

  /** Gives a block back, which nobody will read or write any more. */
  synchronized void give(DiskBlock block) {
    block.givenBack = true;
    if (block.atWork == 0) {
      blocks.give(block.position).ifPresent(file -> threads.execute(() -> close(file)));
    }
  }

  /**
   * Writes all that remains in the buffer.
   *
   * @param offset in the block
   * @throws SpoolException when the disk failed
   */
  void write(ByteBuffer bytes, DiskBlock block, int offset) throws SpoolException {
    perform(
        block,
        caller -> {
          byte[] copy = copies.get();
          int[] length = {0};
          caller.touch(() -> {
            length[0] = bytes.remaining();
            bytes.get(copy, 0, length[0]);
          });
          cipher.apply(copy, length[0], block.use, offset);
          blocks.write(ByteBuffer.wrap(copy, 0, length[0]), block.position + offset);
        });
  }

  /**
   * Reads until the buffer is full; all of it must have been written.
   *
   * @param offset in the block
   * @throws SpoolException when the disk failed
   */
  void read(ByteBuffer into, DiskBlock block, int offset) throws SpoolException {
    int length = into.remaining();
    perform(
        block,
        caller -> {
          byte[] copy = copies.get();
          blocks.read(ByteBuffer.wrap(copy, 0, length), block.position + offset);
          cipher.apply(copy, length, block.use, offset);
          caller.touch(() -> into.put(copy, 0, length));
        });
  }

  /**
   * A buffer to fill and write. There are few, so it must be given back without waiting for a peer.
   */
  ByteBuffer writeBuffer() throws InterruptedException {
    return writeBuffers.take().clear();
  }

  void giveWriteBuffer(ByteBuffer buffer) {
    writeBuffers.add(buffer);
  }

  /**
   * A buffer to read into and send, which may take as long as the peer likes. So when the large
   * ones are all with peers, it is a small one.
   */
  ByteBuffer readBuffer() {
    ByteBuffer large = readBuffers.poll();
    return large == null ? ByteBuffer.allocate(SMALL_READ_BYTES) : large.clear();
  }

  void giveReadBuffer(ByteBuffer buffer) {
    if (buffer.isDirect()) {
      readBuffers.add(buffer);
    }
  }

  /**
   * Waits until one of the disk's threads has done this. An interruption is kept for later.
   *
   * @throws SpoolException when it failed or hangs; the disk is then set aside
   */
  void perform(DiskBlock block, DiskOperation.Io io) throws SpoolException {
    begun(block);
    DiskOperation operation = new DiskOperation(io, givenUp -> ended(block, givenUp));
    threads.execute(operation);
    if (!operation.await(hangs)) {
      throw hangs();
    }
    if (operation.failure().isPresent()) {
      throw failed(operation.failure().get());
    }
  }

  private synchronized void begun(DiskBlock block) {
    block.atWork++;
  }

  /** A block that was given back while an operation hung on it is free only now. */
  private synchronized void ended(DiskBlock block, boolean givenUp) {
    block.atWork--;
    if (givenUp) {
      hanging.decrementAndGet();
    }
    if (block.givenBack && block.atWork == 0) {
      give(block);
    }
  }

  private SpoolException hangs() {
    // It may have ended just now, and was counted down already.
    hanging.incrementAndGet();
    return failed(new IOException("nothing for " + hangs));
  }

  @Override
  public void close() {
    blocks.close().ifPresent(SpoolDisk::close);
    threads.shutdown();
  }

  private SpoolFile make() throws IOException {
    Path path = directory.resolve(namePrefix + files.getAndIncrement());
    return new SpoolFile(path, FileChannel.open(path, Set.of(CREATE_NEW, READ, WRITE), OURS_ALONE));
  }

  private static void close(SpoolFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warnf("A file of the spool did not close: %s", e);
    }
  }

  private SpoolException failed(Throwable cause) {
    failures.incrementAndGet();
    if (isUsable()) {
      LOG.warnf("Not using the spool directory %s for %s: %s", directory, SET_ASIDE, cause);
    }
    usableFromNanos.set(nanoClock.getAsLong() + SET_ASIDE.toNanos());
    return new SpoolException("the spool directory " + directory + " failed", cause);
  }

  private static BlockingQueue<ByteBuffer> buffers(int count) {
    BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      buffers.add(ByteBuffer.allocateDirect(BLOCK_BYTES));
    }
    return buffers;
  }
}
