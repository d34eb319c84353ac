package dev.compilefarm.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.compilefarm.api.v1alpha1.CompileFarm;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.Counter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reads what the API server sends so that nothing in it ends an informer. An object that cannot be
 * read is taken with its metadata alone, and one without even that is left out. What is no JSON is
 * for a watch the order to list again, and for a list a failure like others, which is tried again.
 *
 * <p>The client thinks that a failure to read lasts for ever, and then ends the informer for good;
 * so no exception of Jackson's leaves this class. Thread-safe.
 */
final class LenientReading extends KubernetesSerialization {
  private static final Logger LOG = Logger.getLogger(LenientReading.class);
  private static final List<String> SURE = List.of("apiVersion", "kind", "metadata");
  private static final int MESSAGE_LENGTH_MAX = 300;

  @JsonDeserialize(using = FarmReader.class)
  private interface ReadFarm {}

  @JsonDeserialize(using = UsableQuantities.class)
  private interface ReadQuantity {}

  private final ObjectMapper mapper;
  private final Counter unreadable;

  /**
   * @param mapper is configured here, and by nobody after that
   * @param kinds the classes of the objects that a watch may tell of
   * @param unreadable counts what could not be read as it was
   */
  LenientReading(
      ObjectMapper mapper,
      Collection<Class<? extends KubernetesResource>> kinds,
      Counter unreadable) {
    super(mapper, false);
    // Of a later version, while this one is the operator.
    mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    mapper.addMixIn(CompileFarm.class, ReadFarm.class).addMixIn(Quantity.class, ReadQuantity.class);
    this.mapper = mapper;
    this.unreadable = unreadable;
    kinds.forEach(this::registerKubernetesResource);
  }

  @Override
  public <T> T unmarshal(InputStream stream, TypeReference<T> type) {
    ByteArrayInputStream bytes = rereadable(stream);
    try {
      T result = super.unmarshal(bytes, type);
      return result == null ? leniently(bytes, type, "nothing") : result;
    } catch (RuntimeException e) {
      return leniently(bytes, type, message(e));
    }
  }

  @Override
  public <T> T convertValue(Object value, Class<T> type) {
    try {
      return super.convertValue(value, type);
    } catch (IllegalArgumentException e) {
      // Without its cause, which is Jackson's.
      throw new KubernetesClientException(message(e));
    }
  }

  private static ByteArrayInputStream rereadable(InputStream stream) {
    if (stream instanceof ByteArrayInputStream bytes) {
      return bytes;
    }
    try (stream) {
      return new ByteArrayInputStream(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T leniently(ByteArrayInputStream bytes, TypeReference<T> type, String message) {
    unreadable.increment();
    bytes.reset();
    JavaType target = mapper.constructType(type.getType());
    Optional<ObjectNode> tree = tree(bytes);
    if (target.hasRawClass(WatchEvent.class)) {
      // The type is the one that was just asked for.
      @SuppressWarnings("unchecked")
      T event = (T) tree.flatMap(this::event).orElseGet(() -> listAgain(message));
      return event;
    }
    if (target.isTypeOrSubTypeOf(KubernetesResourceList.class)
        && tree.isPresent()
        && tree.get().path("items") instanceof ArrayNode items) {
      readableOnly(items, tree.get(), type);
      return read(tree.get(), type)
          .orElseThrow(() -> new KubernetesClientException("The list cannot be read: " + message));
    }
    throw new KubernetesClientException("The reply cannot be read: " + message);
  }

  private Optional<ObjectNode> tree(InputStream bytes) {
    try {
      return mapper.readTree(bytes) instanceof ObjectNode tree
          ? Optional.of(tree)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The event with what can be read of its object. */
  private Optional<WatchEvent> event(ObjectNode event) {
    if (!(event.get("object") instanceof ObjectNode object)) {
      return Optional.empty();
    }
    ObjectNode sure = object.deepCopy().retain(SURE);
    event.set("object", sure);
    Optional<WatchEvent> read = read(event, new TypeReference<WatchEvent>() {});
    read.ifPresent(e -> tellOf(sure));
    return read;
  }

  /** What an API server says when a watch has to begin with a new list. */
  private static WatchEvent listAgain(String message) {
    LOG.warnf(
        "An event of the API server cannot be read, so its objects are listed again: %s", message);
    return new WatchEvent(
        new StatusBuilder()
            .withCode(HttpURLConnection.HTTP_GONE)
            .withReason("Expired")
            .withMessage(message)
            .build(),
        Watcher.Action.ERROR.name());
  }

  private <T> void readableOnly(ArrayNode items, ObjectNode list, TypeReference<T> type) {
    ArrayNode readable = mapper.createArrayNode();
    for (JsonNode item : items) {
      if (isReadable(item, list, type)) {
        readable.add(item);
      } else if (item instanceof ObjectNode object) {
        ObjectNode sure = object.deepCopy().retain(SURE);
        tellOf(sure);
        if (isReadable(sure, list, type)) {
          readable.add(sure);
        }
      }
    }
    list.set("items", readable);
  }

  private <T> boolean isReadable(JsonNode item, ObjectNode list, TypeReference<T> type) {
    ObjectNode alone = list.deepCopy().retain(SURE);
    alone.putArray("items").add(item);
    return read(alone, type).isPresent();
  }

  private <T> Optional<T> read(JsonNode tree, TypeReference<T> type) {
    try {
      return Optional.ofNullable(mapper.readerFor(type).readValue(tree));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static void tellOf(ObjectNode object) {
    LOG.warnf(
        "%s %s/%s cannot be read; nothing is known of it but its metadata",
        object.path("kind").asText("An object"),
        object.at("/metadata/namespace").asText(),
        object.at("/metadata/name").asText());
  }

  private static String message(Throwable e) {
    Throwable cause = e;
    while (!(cause instanceof JsonProcessingException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Words.shortened(String.valueOf(cause.getMessage()), MESSAGE_LENGTH_MAX);
  }
}
