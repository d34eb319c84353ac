package dev.compilefarm.operator.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.operator.observe.InvalidSpec;
import dev.compilefarm.operator.plan.Deletion;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a farm whatever its spec and status hold: a spec that cannot be read or used is left out,
 * and the farm says so ({@link InvalidSpec}); a status that cannot be read is as none. Made by
 * Jackson, used by many threads.
 */
final class FarmReader extends JsonDeserializer<CompileFarm> {

  @Override
  public CompileFarm deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode tree = context.readTree(parser);
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(context.readTreeAsValue(tree.path("metadata"), ObjectMeta.class));
    if (tree.hasNonNull("spec")) {
      readSpec(tree.path("spec"), farm, context);
    }
    if (tree.hasNonNull("status")) {
      farm.setStatus(status(tree.path("status"), context));
    }
    return farm;
  }

  private static void readSpec(JsonNode spec, CompileFarm farm, DeserializationContext context) {
    try {
      CompileFarmSpec read = UsableQuantities.readWithThem(spec, CompileFarmSpec.class, context);
      UsableSizes.refusal(read, spec)
          .ifPresentOrElse(why -> refuse(farm, why), () -> farm.setSpec(read));
    } catch (IOException | RuntimeException e) {
      refuse(farm, Words.of("spec", spec, e));
    }
  }

  private static void refuse(CompileFarm farm, String why) {
    InvalidSpec.mark(farm, why);
    keepFromBeingWritten(farm.getMetadata());
  }

  /**
   * The framework writes its finalizer into every farm that has none, before it asks anybody. The
   * API server may refuse that for the very value that is invalid, again and again. So here such a
   * farm is taken to have it. Of one that is being deleted the truth is needed.
   */
  private static void keepFromBeingWritten(ObjectMeta metadata) {
    if (metadata.getDeletionTimestamp() == null
        && !metadata.getFinalizers().contains(Deletion.FINALIZER)) {
      List<String> finalizers = new ArrayList<>(metadata.getFinalizers());
      finalizers.add(Deletion.FINALIZER);
      metadata.setFinalizers(finalizers);
    }
  }

  private static CompileFarmStatus status(JsonNode status, DeserializationContext context) {
    try {
      return context.readTreeAsValue(status, CompileFarmStatus.class);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
