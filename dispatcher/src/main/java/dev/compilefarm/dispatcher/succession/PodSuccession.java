package dev.compilefarm.dispatcher.succession;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The succession of a dispatcher that is a pod of a Deployment. It asks the API server only after
 * the dispatcher was told to end: three small questions a second until the ports are closed, and
 * later whenever the caller wants to know more. What was seen last counts while the API server is
 * away.
 */
public final class PodSuccession implements Succession {
  private static final Logger LOG = Logger.getLogger(PodSuccession.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<String, String> api;
  private final String pod;
  private final String pods;
  private final String farm;
  private final String namespace;
  private final Duration longest;
  private final LongSupplier nanoClock;
  private Optional<Sight> sight = Optional.empty();
  private boolean silent;

  /**
   * @param api brings the JSON at a path of the API server within some seconds, null where there is
   *     none; may fail with any unchecked exception
   * @param pod name of the dispatcher's own pod
   * @param longest how long a successor is waited for
   */
  public PodSuccession(
      Function<String, String> api,
      String namespace,
      String farm,
      String pod,
      Duration longest,
      LongSupplier nanoClock) {
    this.api = api;
    this.pod = pod;
    this.namespace = "/api/v1/namespaces/" + namespace;
    this.pods =
        "%s/pods?labelSelector=compilefarm.dev/farm%%3D%s,app.kubernetes.io/component%%3Ddispatcher"
            .formatted(this.namespace, farm);
    this.farm =
        "/apis/compilefarm.dev/v1alpha1/namespaces/%s/compilefarms/%s".formatted(namespace, farm);
    this.longest = longest;
    this.nanoClock = nanoClock;
  }

  @Override
  public void await() throws InterruptedException {
    Handover handover = new Handover(longest, nanoClock.getAsLong());
    look();
    Optional<String> end = handover.end(sight, nanoClock.getAsLong());
    if (end.isEmpty()) {
      LOG.infof("Told to end; taking jobs until a successor does, for %s at the longest", longest);
    }
    while (end.isEmpty()) {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
      look();
      end = handover.end(sight, nanoClock.getAsLong());
    }
    LOG.infof("This dispatcher leaves: %s", end.get());
  }

  @Override
  public boolean endsAll() {
    look();
    return sight.map(Sight::endsAll).orElse(false);
  }

  private void look() {
    try {
      sight =
          Optional.of(
              Sight.of(
                  pod,
                  read(pods).orElseThrow(() -> new IllegalStateException("no list of pods")),
                  read(farm),
                  read(namespace)));
      silent = false;
    } catch (RuntimeException e) {
      // Once, for it is asked again and again.
      if (!silent) {
        LOG.warnf(
            "The API server does not say who comes after this dispatcher: %s", e.getMessage());
      }
      silent = true;
    }
  }

  private Optional<JsonNode> read(String path) {
    try {
      String answer = api.apply(path);
      return answer == null ? Optional.empty() : Optional.of(JSON.readTree(answer));
    } catch (IOException e) {
      throw new UncheckedIOException(path + " has no JSON", e);
    }
  }
}
