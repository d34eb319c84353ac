package dev.compilefarm.e2e.client;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.cluster.Chart;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Builds in other namespaces than the farm's find its environment there. */
class ClientNamespacesIT {
  @RegisterExtension static final Stage stage = new Stage("clients");

  private static final Duration TOLD = Duration.ofSeconds(60);
  private static final String TEAM = "e2e-clients-team";
  private static final String LATE = "e2e-clients-late";
  private static final String TAKEN = "e2e-clients-taken";

  @AfterAll
  static void removeNamespaces() {
    for (String name : new String[] {TEAM, LATE, TAKEN}) {
      stage.client().namespaces().withName(name).delete();
    }
  }

  @Test
  void aBuildInAnotherNamespaceUsesTheFarm() {
    create(TEAM, "builds");
    create(TAKEN, "builds");
    stage.client().configMaps().resource(foreign("main-client")).create();
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec:
              volunteers: {slots: 2}
              scaling: {minVolunteers: 0, maxVolunteers: 1}
              clients: {namespaces: {selector: {matchLabels: {e2e-clients: builds}}}}
            """);
    awaitConfigMap(TEAM);

    // When
    BuildResult build =
        stage
            .developer("ann")
            .in(TEAM)
            .buildOn("main", "echo 'int a;' >a.c && distcc gcc -c a.c && test -s a.o")
            .await(Duration.ofMinutes(3));

    // Then
    build.expectSuccess();
    eventually(
        "the job", TOLD, () -> stage.dispatcherOf("main").load().jobs().done(), done -> done == 1);

    // And what is somebody else's is left alone, and named
    Condition refused =
        stage
            .user()
            .awaitCondition(
                "main",
                "ClientNamespacesRefused",
                TOLD,
                condition -> condition.getStatus().equals("True"));
    assertTrue(refused.getMessage().contains(TAKEN), refused::getMessage);
    assertTrue(configMap(TAKEN).orElseThrow().getData().containsKey("mine"));

    // And a namespace that comes later gets it, and one that falls out loses it
    create(LATE, "builds");
    awaitConfigMap(LATE);
    create(TEAM, "no-builds");
    eventually("no ConfigMap in " + TEAM, TOLD, () -> configMap(TEAM), Optional::isEmpty);

    // And with the farm goes what it left elsewhere
    stage.user().deleteFarm("main");
    eventually("no ConfigMap in " + LATE, TOLD, () -> configMap(LATE), Optional::isEmpty);
    assertTrue(configMap(TAKEN).orElseThrow().getData().containsKey("mine"));
  }

  private static void awaitConfigMap(String namespace) {
    eventually(
        "a ConfigMap in " + namespace, TOLD, () -> configMap(namespace), Optional::isPresent);
  }

  private static Optional<ConfigMap> configMap(String namespace) {
    return Optional.ofNullable(
        stage.client().configMaps().inNamespace(namespace).withName("main-client").get());
  }

  private static ConfigMap foreign(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(TAKEN)
        .endMetadata()
        .addToData("mine", "yes")
        .build();
  }

  private static void create(String name, String clients) {
    Map<String, String> labels = new HashMap<>(Chart.RESTRICTED);
    labels.put("e2e-clients", clients);
    stage
        .client()
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .serverSideApply();
  }
}
