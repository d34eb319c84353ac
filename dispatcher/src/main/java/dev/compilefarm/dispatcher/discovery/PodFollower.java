package dev.compilefarm.dispatcher.discovery;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Follows the API: reads the whole list, watches what becomes of it, and begins again after each
 * failure, for ever. Runs on one thread of its own, and waits for nothing without a limit.
 */
final class PodFollower implements Runnable {
  // An object of etcd has 1.5 MiB at most.
  private static final int LINE_BYTES_MAX = 8 << 20;

  private final PodApi api;
  private final Sink sink;
  private final LongSupplier nanoClock;
  private final Duration watchLength;
  private final Duration watchSilence;
  private volatile long movedAtNanos;
  private volatile boolean closed;
  private boolean listed;
  private Optional<String> version = Optional.empty();

  /** Who is told what happens, on the follower's thread. */
  interface Sink {

    /**
     * The whole list is this.
     *
     * @param askedAtNanos it is not older than this
     */
    void listed(List<PodPage> pages, long askedAtNanos);

    /** A watch on the list has begun. */
    void watching();

    /** The watch tells this. */
    void happened(PodEvent event);

    /** The watch has ended in its time, and the next one goes on from there. */
    void watched();

    /** The list could not be kept; the pause before the next attempt. */
    Duration failed(ListFault fault, Exception cause);
  }

  /**
   * One that is still to be run.
   *
   * @param listAgeMax how old the list may become where the API server is silent; it is asked to
   *     say so after half of this that nothing happened
   */
  PodFollower(PodApi api, Sink sink, LongSupplier nanoClock, Duration listAgeMax) {
    this.api = api;
    this.sink = sink;
    this.nanoClock = nanoClock;
    this.watchLength = Duration.ofSeconds(Math.max(1, listAgeMax.toSeconds() / 2));
    this.watchSilence = listAgeMax.multipliedBy(2).dividedBy(3);
    this.movedAtNanos = nanoClock.getAsLong();
  }

  /** When it last did anything, in nanoseconds of its clock. */
  long movedAtNanos() {
    return movedAtNanos;
  }

  /** Ends {@link #run} after what it does at the moment. */
  void close() {
    closed = true;
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        attempt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt() throws InterruptedException {
    try {
      moved();
      if (!listed) {
        list();
      }
      watch();
    } catch (ListException e) {
      pauseAfter(e.fault(), e);
    } catch (IOException e) {
      pauseAfter(ListFault.UNREACHABLE, e);
    } catch (RuntimeException e) {
      pauseAfter(ListFault.INTERNAL, e);
    }
  }

  private void pauseAfter(ListFault fault, Exception cause) throws InterruptedException {
    listed = false;
    if (!closed) {
      Thread.sleep(sink.failed(fault, cause));
    }
  }

  private void list() throws IOException, InterruptedException {
    long askedAtNanos = nanoClock.getAsLong();
    List<PodPage> pages = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      try (InputStream stream = api.list(next)) {
        pages.add(PodPage.read(stream));
      }
      next = pages.getLast().next();
      moved();
    } while (next.isPresent());
    version = pages.getLast().version();
    sink.listed(pages, askedAtNanos);
    listed = true;
  }

  private void watch() throws IOException, InterruptedException {
    long begunAtNanos = nanoClock.getAsLong();
    try (InputStream stream = api.watch(version, watchLength, watchSilence)) {
      sink.watching();
      follow(new BufferedInputStream(stream));
    }
    Duration lasted = Duration.ofNanos(nanoClock.getAsLong() - begunAtNanos);
    if (lasted.compareTo(watchLength.dividedBy(2)) < 0) {
      throw new ListException(
          ListFault.ENDED_EARLY,
          "the watch on pods ended after %s instead of %s".formatted(lasted, watchLength));
    }
    sink.watched();
  }

  private void follow(InputStream stream) throws IOException {
    for (byte[] line = line(stream); !closed && line.length > 0; line = line(stream)) {
      moved();
      PodEvent event = WatchLine.read(line);
      sink.happened(event);
      version = event.version().or(() -> version);
    }
  }

  /** The next line that is not blank; empty at the end of the stream. */
  private static byte[] line(InputStream stream) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = stream.read(); next >= 0; next = stream.read()) {
      if (next != '\n' && next != '\r') {
        line.write(next);
      } else if (line.size() > 0) {
        break;
      }
      if (line.size() > LINE_BYTES_MAX) {
        throw new ListException(
            ListFault.UNREADABLE,
            "an event of the watch on pods has more than %d bytes".formatted(LINE_BYTES_MAX));
      }
    }
    return line.toByteArray();
  }

  private void moved() {
    movedAtNanos = nanoClock.getAsLong();
  }
}
