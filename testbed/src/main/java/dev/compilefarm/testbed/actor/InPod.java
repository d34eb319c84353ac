package dev.compilefarm.testbed.actor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Programs that are run in a container beside what it runs itself, as {@code kubectl exec} does.
 */
public final class InPod {
  private static final Duration END = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String namespace;

  public InPod(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Runs a program and waits for its end.
   *
   * @throws IllegalStateException with what it printed if its end is not told, as it is when the
   *     container ends before it
   */
  public BuildResult run(String pod, String container, String... command) {
    return run(pod, container, END, command);
  }

  /** The same with another bound on how long it may take. */
  BuildResult run(String pod, String container, Duration atMost, String... command) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (ExecWatch program =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .inContainer(container)
            .writingOutput(printed)
            .writingError(printed)
            .exec(command)) {
      Integer exitCode = program.exitCode().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (exitCode == null || exitCode < 0) {
        throw new IllegalStateException("its connection was closed: " + text(printed));
      }
      return new BuildResult(exitCode, text(printed));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "%s in pod %s: no end was told: %s"
              .formatted(String.join(" ", command), pod, text(printed)),
          e);
    }
  }

  private static String text(ByteArrayOutputStream printed) {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
