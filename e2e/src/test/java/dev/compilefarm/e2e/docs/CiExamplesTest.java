package dev.compilefarm.e2e.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.compilefarm.testbed.Checkout;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples for CI systems have no field that those systems do not know, and each gives the
 * environment of the farm to the container that compiles. What is an object of Kubernetes, or has
 * one in it, is read with its model; of the rest, the part that matters here is looked at.
 */
class CiExamplesTest {
  private static final Pattern GITLAB_PATCH = Pattern.compile("(?s)patch = '''\n(.*?)\n *'''");

  /** The values at the top of the chart gha-runner-scale-set. */
  private static final Set<String> RUNNER_SET_VALUES =
      Set.of(
          "annotations",
          "containerMode",
          "controllerServiceAccount",
          "fullnameOverride",
          "githubConfigSecret",
          "githubConfigUrl",
          "githubServerTLS",
          "keyVault",
          "labels",
          "listenerMetrics",
          "listenerTemplate",
          "maxRunners",
          "minRunners",
          "namespaceOverride",
          "proxy",
          "resourceMeta",
          "runnerGroup",
          "runnerScaleSetName",
          "template");

  /** The fields of the spec of a task of Tekton, v1. */
  private static final Set<String> TEKTON_TASK =
      Set.of(
          "description",
          "displayName",
          "params",
          "results",
          "sidecars",
          "stepTemplate",
          "steps",
          "volumes",
          "workspaces");

  /** What a step of it has beside the fields of a container. */
  private static final Set<String> TEKTON_STEP = Set.of("computeResources", "script", "timeout");

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(new KnownFieldsOnly());

  /** The models take every field, and keep those that they do not know. Here they must not. */
  private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"client-pod.yaml", "ci/jenkins-pod.yaml"})
  void podsGiveTheEnvironment(String name) {
    expectEnvironment(as(Pod.class, yaml("examples/" + name)).getSpec());
  }

  @ParameterizedTest
  @ValueSource(strings = {"client-job.yaml", "own-image-job.yaml", "nightly-job.yaml"})
  void jobsGiveTheEnvironment(String name) {
    PodSpec spec = as(Job.class, yaml("examples/" + name)).getSpec().getTemplate().getSpec();
    assertFalse(container(spec, "build").getImage().isEmpty());
  }

  @Test
  void gitHubsRunnersHaveTheEnvironment() {
    JsonNode values = yaml("examples/ci/github-arc-values.yaml");

    assertEquals(Set.of(), without(RUNNER_SET_VALUES, values));
    PodSpec spec = as(PodTemplateSpec.class, values.path("template")).getSpec();
    // The chart knows the runner by this name.
    assertEquals(List.of("main-client"), configMaps(container(spec, "runner").getEnvFrom()));
  }

  @Test
  void gitHubsWorkflowRunsOnThem() {
    JsonNode workflow = yaml("examples/ci/github-workflow.yml");

    assertEquals(Set.of(), without(Set.of("name", "on", "permissions", "jobs"), workflow));
    for (JsonNode job : workflow.path("jobs")) {
      assertFalse(job.path("runs-on").asText().isEmpty());
      // The pod of the runner has the environment; a container of the job would not.
      assertFalse(job.has("container"));
      for (JsonNode step : job.path("steps")) {
        assertTrue(step.has("uses") != step.has("run"), step::toString);
      }
    }
  }

  @Test
  void gitLabsRunnerGivesTheEnvironment() {
    Matcher patch = GITLAB_PATCH.matcher(Checkout.read("examples/ci/gitlab-runner.toml"));
    assertTrue(patch.find());

    // GitLab calls the container of the job's script so.
    expectEnvironment(as(PodSpec.class, Serialization.unmarshal(patch.group(1), JsonNode.class)));
  }

  @Test
  void gitLabsJobIsOne() {
    JsonNode job = yaml("examples/ci/gitlab-ci.yml").path("build");

    assertEquals(Set.of(), without(Set.of("image", "script", "variables", "stage"), job));
    assertTrue(job.path("image").isTextual());
    job.path("script").forEach(line -> assertTrue(line.isTextual(), line::toString));
  }

  /** A step is a container with a few fields of Tekton's own. */
  @Test
  void tektonsStepHasTheEnvironment() {
    JsonNode task = yaml("examples/ci/tekton-task.yaml");

    assertEquals("tekton.dev/v1", task.path("apiVersion").asText());
    assertEquals("Task", task.path("kind").asText());
    assertEquals(Set.of(), without(TEKTON_TASK, task.path("spec")));
    assertFalse(task.path("spec").path("steps").isEmpty());
    for (JsonNode step : task.path("spec").path("steps")) {
      assertTrue(step.path("script").asText().startsWith("#!/bin/sh\nset -eu\n"));
      ObjectNode container = step.deepCopy();
      container.remove(TEKTON_STEP);
      assertEquals(List.of("main-client"), configMaps(as(Container.class, container).getEnvFrom()));
    }
  }

  private static void expectEnvironment(PodSpec spec) {
    assertEquals(List.of("main-client"), configMaps(container(spec, "build").getEnvFrom()));
  }

  private static Container container(PodSpec spec, String name) {
    return spec.getContainers().stream()
        .filter(container -> container.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no container " + name));
  }

  private static List<String> configMaps(List<EnvFromSource> sources) {
    return sources.stream().map(source -> source.getConfigMapRef().getName()).toList();
  }

  private static <T> T as(Class<T> type, JsonNode tree) {
    return assertDoesNotThrow(() -> read(type, tree));
  }

  private static <T> T read(Class<T> type, JsonNode tree) throws JsonProcessingException {
    return STRICT.treeToValue(tree, type);
  }

  private static JsonNode yaml(String path) {
    return Serialization.unmarshal(Checkout.read(path), JsonNode.class);
  }

  private static Set<String> without(Set<String> known, JsonNode tree) {
    Set<String> names = new TreeSet<>();
    tree.fieldNames().forEachRemaining(names::add);
    names.removeAll(new HashSet<>(known));
    return names;
  }
}
