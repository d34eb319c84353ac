package dev.compilefarm.operator.uninstall;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Runs before a release of the chart is deleted. Ends the operator, and then lets all farms go:
 * without an operator, a deleted farm would wait for ever for somebody who lets it. Farms that are
 * not deleted work on. Ends with exit code 1 where a farm could not be let go or anything else went
 * wrong; then the operator is begun again, and the release stays.
 *
 * <p>From the environment: {@code COMPILEFARM_OPERATOR_NAMESPACE} and {@code
 * COMPILEFARM_OPERATOR_NAME} name the operator's Deployment, {@code COMPILEFARM_WATCH_NAMESPACES}
 * the namespaces that it serves; empty or missing: all.
 */
public final class Uninstall {
  private static final Logger LOG = Logger.getLogger(Uninstall.class);

  private Uninstall() {}

  /** The program, which needs no argument. */
  public static void main(String[] arguments) throws InterruptedException {
    boolean done;
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      done =
          run(
              new OperatorDeployment(
                  client,
                  System.getenv("COMPILEFARM_OPERATOR_NAMESPACE"),
                  System.getenv("COMPILEFARM_OPERATOR_NAME")),
              new FarmFinalizers(client, watched()));
    }
    System.exit(done ? 0 : 1);
  }

  /**
   * Blocks until all is done, or begins the operator again, whatever went wrong.
   *
   * @return whether all farms were let go
   * @throws RuntimeException where the API server refuses something
   */
  static boolean run(OperatorDeployment operator, FarmFinalizers farms)
      throws InterruptedException {
    boolean done = false;
    try {
      // First: it would put the finalizers back.
      done = isEnded(operator) && isLetGo(farms);
      if (done) {
        deleteLease(operator);
      }
      return done;
    } finally {
      if (!done) {
        operator.beginAgain();
      }
    }
  }

  private static boolean isEnded(OperatorDeployment operator) throws InterruptedException {
    boolean isEnded = operator.end();
    if (!isEnded) {
      LOG.error("The operator does not end; the release is not uninstalled");
    }
    return isEnded;
  }

  private static boolean isLetGo(FarmFinalizers farms) {
    List<String> stuck = farms.remove();
    if (!stuck.isEmpty()) {
      LOG.errorf(
          "These farms keep their finalizer, and would wait for ever when they are deleted: %s. Delete them"
              + " first, or remove metadata.finalizers by kubectl patch; then uninstall again",
          String.join(", ", stuck));
    }
    return stuck.isEmpty();
  }

  /** Nobody waits for it, so its removal is no reason to keep the release. */
  private static void deleteLease(OperatorDeployment operator) {
    try {
      operator.deleteLease();
    } catch (KubernetesClientException e) {
      LOG.warnf("The operator's Lease stays: %s", e.getMessage());
    }
  }

  private static List<String> watched() {
    return Optional.ofNullable(System.getenv("COMPILEFARM_WATCH_NAMESPACES")).stream()
        .flatMap(names -> Stream.of(names.split(",")))
        .filter(name -> !name.isBlank())
        .toList();
  }
}
