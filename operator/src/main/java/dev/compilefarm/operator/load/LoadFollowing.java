package dev.compilefarm.operator.load;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.LoadReport;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The load of every farm, told as it changes. Bridges hiccups: a pod that was just lost keeps its
 * last load for a while, so that nothing is decided or said because of one lost connection.
 * Thread-safe.
 */
public final class LoadFollowing implements AutoCloseable {
  private final DispatcherHttp http;
  private final Timing timing;
  private final LoadMetrics metrics;
  private final Map<FarmNames, FarmFollowers> farms = new ConcurrentHashMap<>();
  private volatile Consumer<FarmNames> listener = farm -> {};
  private boolean closed;

  /**
   * Follows nobody yet.
   *
   * @param token by which dispatchers know the operator
   */
  public LoadFollowing(TokenFile token, MeterRegistry registry) {
    this(FarmNames.ADMIN_PORT, Timing.OF_DISPATCHERS, token, registry);
  }

  LoadFollowing(int port, Timing timing, TokenFile token, MeterRegistry registry) {
    this.http = new DispatcherHttp(port, timing.reply(), token);
    this.timing = timing;
    this.metrics = new LoadMetrics(registry);
  }

  /**
   * Whom to tell that a farm's report is not what it was, by whatever thread. Exactly one; before,
   * nobody is told.
   */
  public void onChange(Consumer<FarmNames> listener) {
    this.listener = listener;
  }

  /**
   * Follows exactly these pods of the farm's dispatcher from now on; there are two while a new
   * version takes over. Does not block, and tells of no change: what is returned is it.
   *
   * @return what they report by now; empty while there is nobody to ask, or nobody had the time to
   *     answer
   */
  public synchronized Optional<LoadReport> follow(FarmNames farm, Collection<DispatcherPod> pods) {
    if (closed) {
      return Optional.empty();
    }
    FarmFollowers followers = farms.computeIfAbsent(farm, name -> new FarmFollowers());
    return followers.follow(pods, pod -> follower(farm, followers, pod));
  }

  /** As of the last change. */
  public Optional<LoadReport> report(FarmNames farm) {
    return Optional.ofNullable(farms.get(farm)).flatMap(FarmFollowers::report);
  }

  /** The farm is gone. */
  public synchronized void forget(FarmNames farm) {
    Optional.ofNullable(farms.remove(farm)).ifPresent(FarmFollowers::end);
  }

  /** Ends all that goes on, for good, and lets its threads end by themselves, at once. */
  @Override
  public synchronized void close() {
    closed = true;
    farms.values().forEach(FarmFollowers::end);
    farms.clear();
    http.close();
  }

  private Follower follower(FarmNames farm, FarmFollowers followers, DispatcherPod pod) {
    Follower follower =
        new Follower(
            pod,
            http,
            timing,
            metrics,
            () -> {
              if (followers.refresh()) {
                listener.accept(farm);
              }
            });
    follower.start();
    return follower;
  }
}
