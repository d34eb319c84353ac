package dev.compilefarm.testbed.actor;

import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who builds in pods, with the client image or one of their own: a shell script in {@code
 * /work}, a folder that is empty but for what the script puts there. Each build is a pod of its
 * own. On a farm, its ConfigMap is the environment, as the documentation tells users, and a compile
 * on the client is a failure ({@code DISTCC_FALLBACK=0}).
 */
public final class Developer {
  /** Where a build finds the files of its source ConfigMap; empty if there is no such ConfigMap. */
  public static final String SOURCE = "/source";

  /** Name of the ConfigMap whose files builds find in {@link #SOURCE}. */
  public static final String SOURCE_CONFIG_MAP = "source";

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String image;
  private final Optional<String> tools;

  /** Builds in an image that has distcc. */
  public Developer(KubernetesClient client, String namespace, String name, String image) {
    this(client, namespace, name, image, Optional.empty());
  }

  private Developer(
      KubernetesClient client,
      String namespace,
      String name,
      String image,
      Optional<String> tools) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.image = image;
    this.tools = tools;
  }

  /** The same person, to whose builds an init container brings distcc, as the guide shows. */
  public Developer withTools(String toolsImage) {
    return new Developer(client, namespace, name, image, Optional.of(toolsImage));
  }

  /** The same person in another namespace. */
  public Developer in(String otherNamespace) {
    return new Developer(client, otherNamespace, name, image, tools);
  }

  /** Starts a build with the environment that the farm offers. */
  public Build buildOn(String farm, String script) {
    EnvFromSource farmsEnvironment =
        new EnvFromSourceBuilder()
            .withNewConfigMapRef()
            .withName(farm + "-client")
            .endConfigMapRef()
            .build();
    return start(
        script, List.of(farmsEnvironment), List.of(new EnvVar("DISTCC_FALLBACK", "0", null)));
  }

  /** Starts a build that knows of no farm. */
  public Build buildAlone(String script) {
    return start(script, List.of(), List.of());
  }

  /**
   * Starts a build that goes on until it is told to stop.
   *
   * @param jobs compiles at a time
   * @param spins what a C++ file takes: 100,000 are some tenths of a second of a compiler
   */
  public BuildLoop buildAgainAndAgainOn(String farm, int jobs, int spins) {
    return BuildLoop.start(this, name, farm, jobs, spins);
  }

  private Build start(
      String script, List<EnvFromSource> environmentFrom, List<EnvVar> environment) {
    String firstLine = tools.isPresent() ? DistccByInitContainer.PATH : "";
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withGenerateName(name + "-")
            .withLabels(Map.of("app.kubernetes.io/name", "e2e-build", "developer", name))
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withTerminationGracePeriodSeconds(1L)
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withRunAsUser(10001L)
            .withFsGroup(10001L)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .addNewContainer()
            .withName(Build.CONTAINER)
            .withImage(image)
            .withImagePullPolicy("IfNotPresent")
            .withCommand("bash", "-euo", "pipefail", "-c", firstLine + script)
            .withWorkingDir("/work")
            .withEnvFrom(environmentFrom)
            .withEnv(environment)
            .withNewResources()
            .withRequests(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("64Mi")))
            .endResources()
            .withNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext()
            .addNewVolumeMount()
            .withName("work")
            .withMountPath("/work")
            .endVolumeMount()
            .addNewVolumeMount()
            .withName("source")
            .withMountPath(SOURCE)
            .endVolumeMount()
            .endContainer()
            .addNewVolume()
            .withName("work")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .addNewVolume()
            .withName("source")
            .withNewConfigMap()
            .withName(SOURCE_CONFIG_MAP)
            .withOptional(true)
            .endConfigMap()
            .endVolume()
            .endSpec()
            .build();
    tools.ifPresent(toolsImage -> DistccByInitContainer.addTo(pod, toolsImage));
    Pod created = client.pods().inNamespace(namespace).resource(pod).create();
    return new Build(client, namespace, created.getMetadata().getName(), firstLine);
  }
}
