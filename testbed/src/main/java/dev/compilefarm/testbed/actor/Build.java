package dev.compilefarm.testbed.actor;

import static dev.compilefarm.testbed.Eventually.eventually;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;

/** A build that was started: one pod. */
public final class Build {
  static final String CONTAINER = "build";

  private final KubernetesClient client;
  private final String namespace;
  private final String pod;
  private final String firstLine;

  /**
   * @param firstLine of each script in its pod
   */
  Build(KubernetesClient client, String namespace, String pod, String firstLine) {
    this.client = client;
    this.namespace = namespace;
    this.pod = pod;
    this.firstLine = firstLine;
  }

  /**
   * The address its jobs come from: the tenant in the dispatcher's words. Waits until there is one.
   */
  public String address() {
    return eventually(
        "an address of build " + pod,
        Duration.ofSeconds(60),
        () -> Optional.ofNullable(pod().getStatus().getPodIP()).orElse(""),
        address -> !address.isEmpty());
  }

  public boolean hasEnded() {
    return end().isPresent();
  }

  /**
   * Waits for the end.
   *
   * @throws AssertionError with the end of the log when it is not over in time
   */
  public BuildResult await(Duration atMost) {
    try {
      ContainerStateTerminated end =
          eventually("the end of build " + pod, atMost, this::end, Optional::isPresent)
              .orElseThrow();
      return new BuildResult(end.getExitCode(), log());
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + BuildResult.tail(log()), e);
    }
  }

  /**
   * Runs a program beside the build, in its container and its folder, and waits for its end.
   *
   * @throws IllegalStateException if it fails
   */
  public void run(String... command) {
    int exitCode = new InPod(client, namespace).run(pod, CONTAINER, command).exitCode();
    if (exitCode != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with exit code " + exitCode + " in " + pod);
    }
  }

  /** Waits until its script runs. */
  public void awaitRunning(Duration atMost) {
    eventually(
        "build " + pod + " running", atMost, () -> pod().getStatus().getPhase(), "Running"::equals);
  }

  /**
   * Runs another script in its pod, beside the build's own and with the same environment, and waits
   * for the end.
   *
   * @throws IllegalStateException when there is none in time
   */
  public BuildResult runScript(String script, Duration atMost) {
    return new InPod(client, namespace)
        .run(pod, CONTAINER, atMost, "bash", "-euo", "pipefail", "-c", firstLine + script);
  }

  /** Stops it, whatever it does. */
  public void stop() {
    client.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
  }

  /** What it has printed so far; nothing before it has begun. */
  public String log() {
    return hasBegun()
        ? client.pods().inNamespace(namespace).withName(pod).inContainer(CONTAINER).getLog()
        : "";
  }

  private boolean hasBegun() {
    return pod().getStatus().getContainerStatuses().stream()
        .anyMatch(status -> status.getState().getWaiting() == null);
  }

  private Optional<ContainerStateTerminated> end() {
    return pod().getStatus().getContainerStatuses().stream()
        .map(status -> status.getState().getTerminated())
        .filter(java.util.Objects::nonNull)
        .findFirst();
  }

  private Pod pod() {
    return client.pods().inNamespace(namespace).withName(pod).require();
  }
}
