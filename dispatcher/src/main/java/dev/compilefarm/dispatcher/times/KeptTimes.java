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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * A file of {@link KnownTimes} in a directory. It is written once a minute and at the end, by a
 * thread of its own, under a name of this process first. So whoever reads it finds a whole one, of
 * less than 1 MiB, though several processes have the directory. It holds digests and times, no name
 * and no source. Nothing that goes wrong with the file is more than a line in the log. Thread-safe.
 */
public final class KeptTimes implements AutoCloseable {
  /** Of the file in its directory. */
  static final String NAME = "compilefarm-times";

  private static final Logger LOG = Logger.getLogger(KeptTimes.class);
  private static final String NEW_NAME = NAME + "-new-";
  private static final Pattern NEW_NAMES = Pattern.compile(NEW_NAME + "[0-9a-f]{16}");
  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Duration PERIOD = Duration.ofMinutes(1);

  /** A disk that hangs must not keep the dispatcher from its start, nor from its end. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Path directory;
  private final Duration patience;
  private final String newName =
      NEW_NAME + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("known-times").daemon().factory());
  private volatile LongSupplier learned = () -> 0;
  private volatile Supplier<KnownTimes> times = KnownTimes::new;
  // Below: only of the thread.
  private long written;
  private boolean failed;

  /** Uses this directory, which it need not have for itself alone. */
  public KeptTimes(Path directory) {
    this(directory, PATIENCE);
  }

  /** One that waits so long for the disk at its start and at its end. */
  KeptTimes(Path directory, Duration patience) {
    this.directory = directory;
    this.patience = patience;
  }

  /**
   * What the file tells; nothing is known where there is none that can be read soon. Deletes what a
   * process that was killed left behind.
   */
  public KnownTimes read() {
    Future<KnownTimes> known = thread.submit(this::readFile);
    try {
      return known.get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
   * @param jobsLearned from how many jobs it has learned; asked each minute
   * @param known a copy for the thread that writes; asked only where there are more jobs
   */
  public void keep(LongSupplier jobsLearned, Supplier<KnownTimes> known) {
    learned = jobsLearned;
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
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
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
    deleteLeftovers();
    Path file = directory.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new KnownTimes();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return TimesCodec.decode(in.readNBytes(TimesCodec.BYTES_MAX + 1));
    }
  }

  /** Of another process that writes just now too: that one tries again a minute later. */
  private void deleteLeftovers() {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (NEW_NAMES.matcher(entry.getFileName().toString()).matches()
            && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (IOException e) {
      LOG.warnf("Leftovers in %s could not be deleted: %s", directory, e);
    }
  }

  private void writeIfChanged() {
    try {
      if (learned.getAsLong() > written) {
        KnownTimes now = times.get();
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

  /** Where this one writes before the file gets its name. */
  Path newFile() {
    return directory.resolve(newName);
  }

  private void write(byte[] bytes) throws IOException {
    Path fresh = newFile();
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
