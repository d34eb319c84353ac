package dev.compilefarm.dispatcher.identity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * The keys with which the API server signs tokens of service accounts. Asked for on a thread of its
 * own, again and again; those that were had once stay until there are others. Thread-safe.
 */
public final class SigningKeys implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SigningKeys.class);

  private final Source source;
  private final KeyRefresh refresh = new KeyRefresh();
  private final Semaphore missed = new Semaphore(0);
  private final Thread thread;
  private volatile List<JsonWebKey> keys = List.of();

  /** Who has the keys. */
  @FunctionalInterface
  public interface Source {

    /** The keys as JSON (RFC 7517); null where there are none. May block and fail as it likes. */
    String keys();
  }

  /** Asks for them at once. */
  public SigningKeys(Source source) {
    this.source = source;
    this.thread = Thread.ofVirtual().name("signing keys").start(this::run);
  }

  /** Those that are known by now; does not block. */
  List<JsonWebKey> known() {
    return keys;
  }

  /** Somebody came with a key that is not among them: there may be new ones. */
  void miss() {
    missed.release();
  }

  /** Asks no more. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        ask();
        Thread.sleep(refresh.pause());
        rest(refresh.rest());
        missed.drainPermits();
      }
    } catch (InterruptedException e) {
      // Told to end.
    }
  }

  private void ask() {
    try {
      String json = source.keys();
      if (json == null) {
        throw new JoseException("the API server publishes none");
      }
      keys = List.copyOf(new JsonWebKeySet(json).getJsonWebKeys());
      refresh.succeeded();
    } catch (JoseException | RuntimeException e) {
      refresh.failed();
      LOG.warnf(
          "The keys of service accounts' tokens cannot be had, so the operator is a reader like"
              + " others; asking again in %d s: %s",
          refresh.pause().toSeconds(), e.getMessage());
    }
  }

  private void rest(Duration rest) throws InterruptedException {
    boolean _ = missed.tryAcquire(rest.toNanos(), TimeUnit.NANOSECONDS);
  }
}
