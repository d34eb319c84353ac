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
 * The succession of a dispatcher that is a pod of a Deployment. It asks the API server once when
 * the dispatcher starts. After the dispatcher was told to end, it asks three small questions a
 * second until the ports are closed, and later whenever the caller wants to know more. What was
 * seen last of that counts while the API server is away.
 *
 * <p>A farm that is deleted in the foreground loses its dispatcher's RoleBinding before it is
 * marked itself. So a dispatcher that could ask and may ask no more takes it that its farm goes.
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
  private boolean couldAsk;
  private boolean silent;

  /**
   * @param api brings the JSON at a path of the API server within some seconds, null where there is
   *     none; may fail with any unchecked exception, {@link NotAllowedException} where it may not
   *     ask
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

  /** Whether it may ask is kept; who is there now says nothing of who comes after it. */
  @Override
  public synchronized void begin() {
    try {
      Sight now = see();
      couldAsk = true;
      LOG.debugf("At the start: %s", now);
    } catch (RuntimeException e) {
      LOG.debugf(e, "The API server does not answer yet");
    }
  }

  @Override
  public void await() throws InterruptedException {
    Handover handover = new Handover(longest, nanoClock.getAsLong());
    Optional<String> end = handover.end(look(), nanoClock.getAsLong());
    if (end.isEmpty()) {
      LOG.infof("Told to end; taking jobs until a successor does, for %s at the longest", longest);
    }
    while (end.isEmpty()) {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
      end = handover.end(look(), nanoClock.getAsLong());
    }
    LOG.infof("This dispatcher leaves: %s", end.get());
  }

  @Override
  public boolean endsAll() {
    return look().map(Sight::endsAll).orElse(false);
  }

  private synchronized Optional<Sight> look() {
    try {
      sight = Optional.of(see());
      couldAsk = true;
      silent = false;
    } catch (NotAllowedException e) {
      if (couldAsk) {
        sight = Optional.of(sight.map(Sight::withoutRole).orElse(Sight.ROLE_IS_GONE));
      }
      tellOfSilence(e);
    } catch (RuntimeException e) {
      tellOfSilence(e);
    }
    return sight;
  }

  /** Once, for it is asked again and again. */
  private void tellOfSilence(RuntimeException e) {
    if (!silent) {
      LOG.warnf("The API server does not say who comes after this dispatcher: %s", e.getMessage());
    }
    silent = true;
  }

  private Sight see() {
    return Sight.of(
        pod,
        read(pods).orElseThrow(() -> new IllegalStateException("no list of pods")),
        read(farm),
        read(namespace));
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
