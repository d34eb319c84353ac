package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * A directory for what does not fit into memory. Thread-safe.
 *
 * <p>All messages share one file, as one each would double the descriptors of ten thousand held
 * connections. It is unlinked before its first byte is written: its space goes with the process,
 * also when that is killed. A failure sets the disk aside for a while, in which nobody writes to
 * it.
 *
 * <p>A virtual thread that waits for a disk holds its carrier, of which there are as many as cores.
 * So the disk has threads of its own, and a slow one holds up only the messages that are on it.
 */
public final class SpoolDisk {
  private static final Logger LOG = Logger.getLogger(SpoolDisk.class);
  private static final Pattern NAME = Pattern.compile("compilefarm-spool-[0-9a-f]{16}-\\d+");
  // The messages are other people's source.
  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Duration SET_ASIDE = Duration.ofSeconds(10);
  private static final int THREADS = 4;
  private static final Duration THREAD_IDLE = Duration.ofSeconds(10);
  private static final int WRITE_BUFFERS = 16;
  private static final int READ_BUFFERS = 32;
  private static final int SMALL_READ_BYTES = 4 << 10;

  private final Path directory;
  private final LongSupplier nanoClock;
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
    this.directory = directory;
    this.nanoClock = nanoClock;
    this.usableFromNanos = new AtomicLong(nanoClock.getAsLong());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Deletes what a process that was killed between making a file and unlinking it left behind: an
   * empty file. Takes no other file for ours, whatever else lies there.
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

  /** Whether it is not set aside. */
  public boolean isUsable() {
    return nanoClock.getAsLong() - usableFromNanos.get() >= 0;
  }

  /** How often a read or write failed. */
  public long failures() {
    return failures.get();
  }

  /** Takes a block; its position. */
  long take() {
    return blocks.take();
  }

  /** Gives a block back, which nobody may read or write any more. */
  void give(long position) {
    blocks.give(position).ifPresent(file -> threads.execute(() -> close(file)));
  }

  /**
   * Writes all that remains in the buffer.
   *
   * @throws SpoolException when the disk failed
   */
  void write(ByteBuffer bytes, long position) throws SpoolException {
    perform(() -> {
      blocks.write(bytes, position);
      return null;
    });
  }

  /**
   * Reads until the buffer is full; all of it must have been written.
   *
   * @throws SpoolException when the disk failed
   */
  void read(ByteBuffer into, long position) throws SpoolException {
    perform(() -> {
      blocks.read(into, position);
      return null;
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
   * Waits until one of the disk's threads has done this. An interruption is kept for later: the
   * thread may still be at work on the caller's buffer.
   *
   * @throws SpoolException when it failed; the disk is then set aside
   */
  void perform(Callable<Void> io) throws SpoolException {
    Future<Void> done = threads.submit(io);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw failed(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Unlinks it at once: that is how Linux deletes on close. */
  private FileChannel make() throws IOException {
    return FileChannel.open(
        directory.resolve(namePrefix + files.getAndIncrement()),
        Set.of(CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE),
        OURS_ALONE);
  }

  private static void close(FileChannel file) {
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
