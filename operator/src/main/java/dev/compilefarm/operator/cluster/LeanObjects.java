package dev.compilefarm.operator.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.compilefarm.operator.names.FieldManager;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/**
 * What is left out of objects as they are read from the API server, since nobody here looks at it
 * and the caches hold every object of every farm: the spec of a pod but for its node, and who else
 * manages which fields of an object, which in memory is more than all the rest of it. The
 * operator's own managed fields stay: what is desired is compared in those.
 */
@Singleton
final class LeanObjects implements KubernetesClientObjectMapperCustomizer {

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, LeanMetadata.class).addMixIn(Pod.class, LeanPod.class);
  }

  interface LeanMetadata {
    @JsonDeserialize(converter = OwnOnly.class)
    void setManagedFields(List<ManagedFieldsEntry> entries);
  }

  interface LeanPod {
    @JsonDeserialize(using = NodeOnly.class)
    void setSpec(PodSpec spec);
  }

  /** Made by Jackson. What is skipped cannot be unreadable. */
  private static final class NodeOnly extends JsonDeserializer<PodSpec> {
    @Override
    public PodSpec deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode spec = context.readTree(parser);
      return new PodSpecBuilder().withNodeName(spec.path("nodeName").textValue()).build();
    }
  }

  /** Made by Jackson. */
  private static final class OwnOnly
      extends StdConverter<List<ManagedFieldsEntry>, List<ManagedFieldsEntry>> {
    @Override
    public List<ManagedFieldsEntry> convert(List<ManagedFieldsEntry> entries) {
      return entries.stream()
          .filter(entry -> FieldManager.OPERATOR.equals(entry.getManager()))
          .toList();
    }
  }
}
