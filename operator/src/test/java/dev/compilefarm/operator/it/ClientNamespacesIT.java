package dev.compilefarm.operator.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packaged operator keeps the clients' ConfigMaps where farms want them, and nowhere else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientNamespacesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CONDITION = "ClientNamespacesRefused";

  @TempDir private static Path scratch;
  private ScriptedCluster cluster;
  private RealOperator operator;

  /** The right to list namespaces comes late. */
  @BeforeAll
  void farmsAreServedBeforeNamespacesCanBeListed() throws IOException {
    cluster = new ScriptedCluster(0);
    cluster.forbidListsOf("namespaces");
    cluster.applyFarm("early", "{\"clients\": {\"namespaces\": {\"selector\": {}}}}");
    operator =
        RealOperator.start(
            scratch, cluster.port(), Map.of("COMPILEFARM_CLIENT_NAMESPACES", "true"));
    until("it is ready", () -> operator.ready() == 200);
    until("the farm gets its objects", () -> cluster.hasDispatcher("early"));
    until(
        "the farm says what is missing",
        () -> cluster.condition("early", CONDITION).startsWith("True ClientNamespacesNotListed:"));

    cluster.forbidListsOf("");
    until("it says so no more", () -> cluster.condition("early", CONDITION).startsWith("False"));
    cluster.applyFarm("early", "{}");
  }

  @AfterAll
  void end() {
    operator.close();
    cluster.close();
  }

  @Test
  void copyIsLikeTheFarmsOwnAndNamesItsFarmAndHasNoOwner() throws IOException {
    cluster.applyNamespace("named", "{}");
    cluster.applyFarm("like", names("named"));
    until("the namespace has both", () -> has("named", "like-client", "like-tenants"));
    JsonNode own = cluster.configMap("ci", "like-client");

    JsonNode copy = cluster.configMap("named", "like-client");
    assertEquals(own.path("data"), copy.path("data"));
    assertTrue(copy.at("/metadata/ownerReferences").isEmpty());
    assertEquals("ci", copy.at("/metadata/labels").path("compilefarm.dev/farm-namespace").asText());
    assertEquals("like", copy.at("/metadata/labels").path("compilefarm.dev/farm").asText());
  }

  @Test
  void namespaceThatComesLaterGetsThemAndOneThatFallsOutLosesThem() throws IOException {
    cluster.applyFarm(
        "chosen",
        "{\"clients\": {\"namespaces\": {\"selector\": {\"matchLabels\": {\"builds\": \"yes\"}}}}}");
    until("the farm is served", () -> cluster.condition("chosen", CONDITION).startsWith("False"));

    cluster.applyNamespace("later", "{\"builds\": \"yes\"}");
    until("it gets them", () -> has("later", "chosen-client", "chosen-tenants"));
    cluster.applyNamespace("later", "{\"builds\": \"no\"}");
    until("it loses them", () -> hasNone("later", "chosen-client", "chosen-tenants"));
    assertTrue(has("ci", "chosen-client", "chosen-tenants"));
  }

  @Test
  void copiesGoWithTheirNameTheFieldAndTheFarm() throws IOException {
    cluster.applyNamespace("one", "{}");
    cluster.applyNamespace("two", "{}");
    cluster.applyFarm("going", names("one\", \"two"));
    until("both have them", () -> has("one", "going-client") && has("two", "going-tenants"));

    cluster.applyFarm("going", names("two"));
    until(
        "the one that is not named loses them",
        () -> hasNone("one", "going-client", "going-tenants"));
    assertTrue(has("two", "going-client", "going-tenants"));

    cluster.applyFarm("going", "{}");
    until("no field, no copies", () -> hasNone("two", "going-client", "going-tenants"));

    cluster.applyFarm("going", names("two"));
    until("it has them again", () -> has("two", "going-client", "going-tenants"));
    cluster.deleteFarm("going");
    until("they go with the farm", () -> hasNone("two", "going-client", "going-tenants"));
  }

  /** More than are written in one round. */
  @Test
  void manyNamespacesAreServedPartByPart() throws IOException {
    for (int i = 0; i < 40; i++) {
      cluster.applyNamespace("many-" + i, "{\"many\": \"yes\"}");
    }
    cluster.applyFarm(
        "wide",
        "{\"clients\": {\"namespaces\": {\"selector\": {\"matchLabels\": {\"many\": \"yes\"}}}}}");

    for (int i = 0; i < 40; i++) {
      String namespace = "many-" + i;
      until("it has them", () -> has(namespace, "wide-client", "wide-tenants"));
    }
    until(
        "the farm counts them",
        () ->
            cluster
                .condition("wide", CONDITION)
                .equals(
                    "False ClientNamespacesServed: All 40 further namespaces get the clients' ConfigMaps"));
  }

  @Test
  void whatBelongsToOthersIsLeftAloneAndTold() throws IOException {
    cluster.applyNamespace("taken", "{}");
    cluster.applyNamespace("free", "{}");
    cluster.applyConfigMap("taken", "polite-client", "{}");
    JsonNode before = cluster.configMap("taken", "polite-client").deepCopy();
    cluster.applyFarm("polite", names("free\", \"taken\", \"nowhere"));

    until("the other gets them", () -> has("free", "polite-client", "polite-tenants"));
    until(
        "the farm names each and the remedy",
        () ->
            cluster
                .condition("polite", CONDITION)
                .equals(
                    "True ClientConfigMapsRefused: Namespace taken: ConfigMap polite-client there belongs to no"
                        + " farm. Remove it, or give the farm another name. Namespace nowhere: it does not exist."
                        + " Make it, or take it out of clients.namespaces.names"));
    assertEquals(before, cluster.configMap("taken", "polite-client"));

    cluster.removeConfigMap("taken", "polite-client");
    cluster.applyNamespace("nowhere", "{}");
    until(
        "nothing is refused any more",
        () -> cluster.condition("polite", CONDITION).startsWith("False ClientNamespacesServed"));
    assertTrue(has("taken", "polite-client", "polite-tenants"));
    assertTrue(has("nowhere", "polite-client", "polite-tenants"));
  }

  @Test
  void copyOfFarmOfSameNameIsLeftAlone() throws IOException {
    cluster.applyNamespace("shared", "{}");
    cluster.applyConfigMap(
        "shared",
        "twin-client",
        """
        {"labels": {"app.kubernetes.io/managed-by": "compilefarm-operator",
                    "compilefarm.dev/farm": "twin", "compilefarm.dev/farm-namespace": "dev"}}
        """);
    cluster.applyFarm("twin", names("shared"));

    until(
        "the farm names the other",
        () ->
            cluster
                .condition("twin", CONDITION)
                .contains("ConfigMap twin-client there belongs to farm dev/twin."));
    assertTrue(cluster.configMap("shared", "twin-client").path("data").isMissingNode());

    cluster.applyFarm("twin", "{}");
    until("it says so no more", () -> cluster.condition("twin", CONDITION).startsWith("False"));
    assertTrue(has("shared", "twin-client"));
  }

  @Test
  void copyThatCannotBeWrittenDisturbsNothingElse() throws IOException {
    cluster.applyNamespace("broken", "{}");
    cluster.applyNamespace("sound", "{}");
    cluster.failAt("/namespaces/broken/configmaps/steady-client");
    cluster.applyFarm("steady", names("broken\", \"sound"));

    until("the other gets them", () -> has("sound", "steady-client", "steady-tenants"));
    until(
        "the farm says why",
        () ->
            cluster
                .condition("steady", CONDITION)
                .equals("True ClientConfigMapsRefused: Namespace broken: of this test"));
    assertTrue(cluster.ready("steady").contains("DispatcherStarting"));

    cluster.failAt("");
    until("tried again, it gets them", () -> has("broken", "steady-client", "steady-tenants"));
  }

  private boolean has(String namespace, String... names) {
    for (String name : names) {
      if (cluster.configMap(namespace, name).isMissingNode()) {
        return false;
      }
    }
    return true;
  }

  private boolean hasNone(String namespace, String... names) {
    for (String name : names) {
      if (!cluster.configMap(namespace, name).isMissingNode()) {
        return false;
      }
    }
    return true;
  }

  private static String names(String names) {
    return "{\"clients\": {\"namespaces\": {\"names\": [\"%s\"]}}}".formatted(names);
  }

  private void until(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(PATIENCE)
        .failFast(() -> {
          if (!operator.isAlive()) {
            throw new AssertionError("the operator ended: " + operator.logged(""));
          }
        })
        .until(condition);
  }
}
