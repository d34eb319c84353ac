package dev.compilefarm.dispatcher.times;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.compilefarm.dispatcher.history.KnownTimes;
import dev.compilefarm.dispatcher.history.TimesCodec;
import dev.compilefarm.dispatcher.history.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A file of {@link KnownTimes} in a directory. It is written once a minute and at the end, by a
 * thread of its own, under another name first. So whoever reads it finds a whole one, of less than
 * 1 MiB. It holds digests and times, no name and no source. Nothing that goes wrong with the file
 * is more than a line in the log. Thread-safe.
 */
public final class KeptTimes implements AutoCloseable {
  /** Of the file in its directory. */
  static final String NAME = "compilefarm-times";

  private static final Logger LOG = Logger.getLogger(KeptTimes.class);
  private static final String NEW_NAME = NAME + "-new";
  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Duration PERIOD = Duration.ofMinutes(1);

  /** A disk that hangs must not keep the dispatcher from its start, nor from its end. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Path directory;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("known-times").daemon().factory());
  private volatile Supplier<KnownTimes> times = KnownTimes::new;
  // Below: only of the thread.
  private long written;
  private boolean failed;

  /** Uses this directory, which it need not have for itself alone. */
  public KeptTimes(Path directory) {
    this.directory = directory;
  }

  /** What the file tells; nothing is known where there is none that can be read soon. */
  public KnownTimes read() {
    Future<KnownTimes> known = thread.submit(this::readFile);
    try {
      return known.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      forgets(e.getCause());
    } catch (TimeoutException e) {
      forgets(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new KnownTimes();
  }

  /**
   * Has this written from now on, where it has changed.
   *
   * @param known a copy for the thread that writes
   */
  public void keep(Supplier<KnownTimes> known) {
    times = known;
    Future<?> _ =
        thread.scheduleWithFixedDelay(
            this::writeIfChanged, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  /** Writes it once more, and waits a moment for that. */
  @Override
  public void close() {
    thread.execute(this::writeIfChanged);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warnf("The directory %s hangs: what jobs took lately is not kept", directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forgets(Throwable why) {
    LOG.warnf("Not known how long earlier jobs took: %s: %s", directory.resolve(NAME), why);
  }

  private KnownTimes readFile() throws IOException, UnreadableException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new KnownTimes();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return TimesCodec.decode(in.readNBytes(TimesCodec.BYTES_MAX + 1));
    }
  }

  private void writeIfChanged() {
    try {
      KnownTimes now = times.get();
      if (now.learned() > written) {
        write(TimesCodec.encode(now));
        written = now.learned();
      }
      failed = false;
    } catch (IOException | RuntimeException e) {
      if (!failed) {
        LOG.warnf("What jobs took cannot be kept in %s, for now: %s", directory, e);
      }
      failed = true;
    }
  }

  private void write(byte[] bytes) throws IOException {
    Path fresh = directory.resolve(NEW_NAME);
    Files.deleteIfExists(fresh);
    try (FileChannel channel = FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), OURS_ALONE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        int _ = channel.write(rest);
      }
    }
    Files.move(
        fresh,
        directory.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
