package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.status.FarmEvent;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What happened to a farm, for {@code kubectl describe}. Written once and never again: events are
 * for what happens rarely. One that cannot be written is logged; nothing depends on it.
 */
public final class FarmEvents {
  private static final Logger LOG = Logger.getLogger(FarmEvents.class);
  private static final String CONTROLLER = "compilefarm.dev/operator";

  /** The API's limit of a note, in bytes (KEP-383). */
  private static final int NOTE_MAX = 1024;

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;

  /**
   * @param instance which operator speaks: its pod's name
   */
  public FarmEvents(KubernetesClient client, String instance) {
    this.client = client;
    this.instance = instance;
  }

  /** Writes one event about this farm. Blocks for one request. */
  public void write(CompileFarm farm, FarmEvent event, Instant now) {
    try {
      client.events().v1().events().resource(resource(farm, event, now)).create();
    } catch (KubernetesClientException e) {
      LOG.warnf(
          "The event %s of farm %s/%s could not be written: %s",
          event.kind().reason(),
          farm.getMetadata().getNamespace(),
          farm.getMetadata().getName(),
          e.getMessage());
    }
  }

  private Event resource(CompileFarm farm, FarmEvent event, Instant now) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(farm.getMetadata().getNamespace())
        .withName(farm.getMetadata().getName() + "." + UUID.randomUUID())
        .endMetadata()
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(farm.getApiVersion())
                .withKind(farm.getKind())
                .withNamespace(farm.getMetadata().getNamespace())
                .withName(farm.getMetadata().getName())
                .withUid(farm.getMetadata().getUid())
                .build())
        .withEventTime(new MicroTime(MICRO_TIME.format(now)))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withType(event.kind().type())
        .withReason(event.kind().reason())
        .withAction(event.kind().action())
        .withNote(bounded(event.note()))
        .build();
  }

  private static String bounded(String note) {
    return note.length() <= NOTE_MAX ? note : note.substring(0, NOTE_MAX);
  }
}
