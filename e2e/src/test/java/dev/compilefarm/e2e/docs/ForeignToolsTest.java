package dev.compilefarm.e2e.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.testbed.Checkout;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** What the examples tell Argo CD and kube-state-metrics about farms is true of farms. */
class ForeignToolsTest {
  private static final String HEALTH = "resource.customizations.health.compilefarm.dev_CompileFarm";

  @ParameterizedTest
  @CsvSource({
    "false, 3, True,    DispatcherReady,        Healthy",
    "false, 3, True,    MaxVolunteersReached,   Healthy",
    "false, 2, True,    DispatcherReady,        Progressing",
    "false, 3, False,   DispatcherStarting,     Progressing",
    "false, 3, False,   DispatcherLost,         Progressing",
    "false, 3, False,   Deleting,               Progressing",
    "false, 3, False,   DispatcherPodsRefused,  Degraded",
    "false, 3, Unknown, DispatcherSilent,       Degraded",
    "true,  3, True,    DispatcherReady,        Suspended",
  })
  void argoShowsWhatReadySays(
      boolean paused, int observed, String ready, String reason, String health) {
    Map<String, Object> farm =
        Map.of(
            "metadata", Map.of("generation", 3),
            "spec", Map.of("paused", paused),
            "status",
                Map.of(
                    "conditions",
                    List.of(
                        condition("CapacityLimited", 3, "False", "CapacitySufficient"),
                        condition("Ready", observed, ready, reason))));

    assertEquals(health, health(farm));
  }

  @Test
  void argoWaitsForFarmThatNobodyLookedAt() {
    assertEquals("Progressing", health(Map.of("metadata", Map.of("generation", 1))));
  }

  private static Map<String, Object> condition(
      String type, int observed, String status, String reason) {
    return Map.of(
        "type", type,
        "observedGeneration", observed,
        "status", status,
        "reason", reason,
        "message", "");
  }

  /** As Argo CD does it: the farm is the global {@code obj}, and the check returns a table. */
  private static String health(Map<String, Object> farm) {
    String check =
        Serialization.unmarshal(Checkout.read("examples/argocd/health.yaml"), JsonNode.class)
            .path("data")
            .path(HEALTH)
            .asText();
    Globals lua = JsePlatform.standardGlobals();
    lua.set("obj", lua(farm));
    return lua.load(check).call().get("status").tojstring();
  }

  private static LuaValue lua(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        LuaTable table = new LuaTable();
        map.forEach((key, entry) -> table.set(key.toString(), lua(entry)));
        yield table;
      }
      case List<?> list ->
          LuaValue.listOf(list.stream().map(ForeignToolsTest::lua).toArray(LuaValue[]::new));
      case Boolean truth -> LuaValue.valueOf(truth);
      case Integer number -> LuaValue.valueOf(number);
      default -> LuaValue.valueOf(value.toString());
    };
  }

  @Test
  void kubeStateMetricsReadsWhatFarmsHave() {
    JsonNode resource =
        Serialization.unmarshal(
                Checkout.read("examples/monitoring/kube-state-metrics.yaml"), JsonNode.class)
            .at("/spec/resources/0");
    JsonNode schema =
        Serialization.unmarshal(
                Checkout.read("helm/compilefarm/files/compilefarms.compilefarm.dev.yaml"),
                JsonNode.class)
            .at("/spec/versions/0/schema/openAPIV3Schema");
    List<String> unknown = new ArrayList<>();
    for (JsonNode metric : resource.path("metrics")) {
      JsonNode gauge = metric.at("/each/gauge");
      JsonNode field = field(schema, gauge.path("path").iterator());
      JsonNode item = field.path("items").path("properties");
      List<JsonNode> ofItem = new ArrayList<>();
      gauge.path("labelsFromPath").forEach(path -> ofItem.add(path.path(0)));
      gauge.path("valueFrom").forEach(ofItem::add);
      if (field.isMissingNode() || !ofItem.stream().allMatch(name -> item.has(name.asText()))) {
        unknown.add(metric.path("name").asText());
      }
    }

    assertFalse(resource.path("metrics").isEmpty());
    assertEquals(List.of(), unknown);
  }

  private static JsonNode field(JsonNode schema, Iterator<JsonNode> path) {
    JsonNode field = schema;
    while (path.hasNext()) {
      field = field.path("properties").path(path.next().asText());
    }
    return field;
  }
}
