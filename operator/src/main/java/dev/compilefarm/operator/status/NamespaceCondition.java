package dev.compilefarm.operator.status;

import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * What is said on a namespace that is being deleted and has farms. Pure.
 *
 * @param status True while it waits for pods of farms, False from then on
 * @param reason in one word
 * @param message for people
 */
public record NamespaceCondition(String status, String reason, String message) {
  /** The condition's type, which is nobody else's. */
  public static final String TYPE = "CompileFarmsLeaving";

  private static final int NAMES_MAX = 20;

  /**
   * Without numbers of jobs, which the farms have in their own status.
   *
   * @param farms those with pods
   */
  public static NamespaceCondition of(String namespace, SortedSet<String> farms) {
    return farms.isEmpty()
        ? new NamespaceCondition(
            "False",
            "NoFarmHasPods",
            ("No pod of a farm is left. The namespace waits for the cluster to remove its other objects."
                    + " If it is still there after a minute, its other conditions say what remains:"
                    + " kubectl get namespace %s -o yaml")
                .formatted(namespace))
        : new NamespaceCondition(
            "True",
            "FarmsFinishJobs",
            ("The pods of %s finish their jobs. kubectl -n %s get compilefarms -o wide says more."
                    + " To end them now: kubectl -n %s delete pods -l compilefarm.dev/farm"
                    + " --grace-period=1")
                .formatted(names(farms), namespace, namespace));
  }

  private static String names(SortedSet<String> farms) {
    String first = farms.stream().limit(NAMES_MAX).collect(Collectors.joining(", "));
    if (farms.size() == 1) {
      return "farm " + first;
    }
    return farms.size() <= NAMES_MAX
        ? "farms " + first
        : "farms %s and %d more".formatted(first, farms.size() - NAMES_MAX);
  }
}
