package dev.compilefarm.operator.load;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.PodFact;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes reports of the dispatchers' answers, and bridges hiccups: a farm whose dispatcher just
 * missed an answer keeps its last load for a while, so that nothing is decided or said because of
 * one lost packet.
 *
 * <p>Called by the polling threads, at most one at a time for a farm.
 */
public final class DispatcherLoads {
  /** Ten polls: longer than a pause of the dispatcher's JVM or a stall of its node. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * @param at when it was heard; before the first answer, when it was first asked for
   */
  private record LastHeard(Optional<Load> load, Instant at) {}

  private final LoadClient client;
  private final InstantSource clock;
  private final Map<String, LastHeard> lastHeard = new ConcurrentHashMap<>();

  public DispatcherLoads(InstantSource clock) {
    this(new HttpLoadClient(FarmNames.ADMIN_PORT), clock);
  }

  DispatcherLoads(LoadClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Asks every running pod of a farm's dispatcher; there are two while a new version takes over.
   *
   * @param farmId the farm's uid
   * @return empty while there is nobody to ask, or nobody had the time to answer
   */
  public Optional<LoadReport> ask(String farmId, Collection<PodFact> dispatchers) {
    Optional<Load> sum = Optional.empty();
    Optional<String> silence = Optional.empty();
    for (var pod : dispatchers) {
      if (pod.address().isEmpty()) {
        continue;
      }
      try {
        var load = client.load(pod.address().get());
        sum = Optional.of(sum.map(load::plus).orElse(load));
      } catch (IOException e) {
        silence = silence.or(() -> Optional.of(sentence(pod, e)));
      } catch (InterruptedException e) {
        // the operator stops
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return report(farmId, sum, silence);
  }

  /** The farm is gone. */
  public void forget(String farmId) {
    lastHeard.remove(farmId);
  }

  private Optional<LoadReport> report(String farmId, Optional<Load> sum, Optional<String> silence) {
    if (sum.isPresent()) {
      lastHeard.put(farmId, new LastHeard(sum, clock.instant()));
      return sum.map(LoadReport.Heard::new);
    }
    if (silence.isEmpty()) {
      lastHeard.remove(farmId);
      return Optional.empty();
    }
    var last =
        lastHeard.computeIfAbsent(farmId, id -> new LastHeard(Optional.empty(), clock.instant()));
    return Duration.between(last.at(), clock.instant()).compareTo(PATIENCE) < 0
        ? last.load().map(LoadReport.Heard::new)
        : silence.map(LoadReport.Silent::new);
  }

  private static String sentence(PodFact pod, IOException failure) {
    return "Pod %s does not answer GET /v1/load on port 8080: %s"
        .formatted(
            pod.name(),
            Optional.ofNullable(failure.getMessage())
                .orElseGet(() -> failure.getClass().getSimpleName()));
  }
}
