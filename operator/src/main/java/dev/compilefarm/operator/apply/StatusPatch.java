package dev.compilefarm.operator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Objects;

/**
 * Writes a farm's status and nothing else of it: neither its spec nor what was marked on it when it
 * was read.
 */
public final class StatusPatch {
  private StatusPatch() {}

  /**
   * By server-side apply. Blocks for one request.
   *
   * @return whether the farm's spec changed since it was read. The framework tells nobody of such a
   *     change: it takes the event for that of this write (java-operator-sdk, issue 3398).
   */
  public static boolean write(
      CompileFarm farm, CompileFarmStatus status, Context<CompileFarm> context) {
    CompileFarm stored =
        context.resourceOperations().serverSideApplyPrimaryStatus(of(farm, status));
    return !Objects.equals(
        farm.getMetadata().getGeneration(), stored.getMetadata().getGeneration());
  }

  /**
   * Of a farm that was set aside: its conditions, and no numbers but those that it had. By a merge,
   * because server-side apply is refused where any field of the stored object has another type than
   * the schema says. Blocks for one request.
   */
  public static void writeSetAside(
      CompileFarm farm, CompileFarmStatus status, Context<CompileFarm> context) {
    KubernetesClient client = context.getClient();
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch
        .putObject("status")
        .put("observedGeneration", status.observedGeneration())
        .set(
            "conditions",
            client.getKubernetesSerialization().convertValue(status.conditions(), JsonNode.class));
    client
        .resource(of(farm, null))
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(context.getControllerConfiguration().fieldManager())
                .build(),
            patch.toString());
  }

  private static CompileFarm of(CompileFarm farm, CompileFarmStatus status) {
    CompileFarm patch = new CompileFarm();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(farm.getMetadata().getName())
            .withNamespace(farm.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    return patch;
  }
}
