package dev.compilefarm.dispatcher.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks hosts up for virtual threads. The system's own way, {@code getaddrinfo}, holds the carrier
 * of a virtual thread for as long as the name server is silent, and there are as few carriers as
 * processors. So each name has a platform thread of its own while it is looked up, and all who want
 * it wait for that one. Thread-safe. There are as many threads at most as names, which are fixed.
 */
public final class NameResolver {
  private final Lookup lookup;
  private final Map<String, CompletableFuture<List<InetAddress>>> pending =
      new ConcurrentHashMap<>();

  /** How a name is looked up; may block. */
  interface Lookup {
    List<InetAddress> find(String host) throws UnknownHostException;
  }

  /** One that asks the system, which remembers what it found for half a minute. */
  public NameResolver() {
    this(host -> List.of(InetAddress.getAllByName(host)));
  }

  NameResolver(Lookup lookup) {
    this.lookup = lookup;
  }

  /** The address, if the host is written as one: then nothing is looked up. */
  public static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The host's addresses, of which there is one at least. One that is written as an address is not
   * looked up.
   *
   * @param host without brackets
   * @throws UnknownHostException where there is none, or none in time; a later call looks again
   */
  public List<InetAddress> resolve(String host, Duration limit)
      throws UnknownHostException, InterruptedException {
    Optional<InetAddress> literal = literal(host);
    return literal.isPresent()
        ? List.of(literal.get())
        : await(host, pending.computeIfAbsent(host, this::begin), limit);
  }

  private static List<InetAddress> await(
      String host, CompletableFuture<List<InetAddress>> found, Duration limit)
      throws UnknownHostException, InterruptedException {
    try {
      return found.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unknown(host + ": its name was not found within " + limit, e);
    } catch (ExecutionException e) {
      throw unknown(host + ": " + e.getCause().getMessage(), e.getCause());
    }
  }

  private CompletableFuture<List<InetAddress>> begin(String host) {
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("lookup " + host).start(() -> find(host, found));
    return found;
  }

  private void find(String host, CompletableFuture<List<InetAddress>> found) {
    try {
      List<InetAddress> addresses = lookup.find(host);
      pending.remove(host);
      found.complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      pending.remove(host);
      found.completeExceptionally(e);
    }
  }

  private static UnknownHostException unknown(String message, Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(message);
    unknown.initCause(cause);
    return unknown;
  }
}
