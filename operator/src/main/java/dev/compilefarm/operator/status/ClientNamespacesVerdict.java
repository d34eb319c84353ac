package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.CLIENT_NAMESPACES_REFUSED;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.plan.ClientsPlan;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the clients' ConfigMaps are in all namespaces that the farm names. */
final class ClientNamespacesVerdict {
  /** Names in a message for one cause. */
  private static final int NAMES_MAX = 20;

  /** Causes in a message. */
  private static final int CAUSES_MAX = 8;

  private ClientNamespacesVerdict() {}

  static Verdict of(StatusInputs inputs) {
    return switch (inputs.plan().clients()) {
      case ClientsPlan.NotEnabled() ->
          verdict(
              Verdict.Status.TRUE,
              Reason.CLIENT_NAMESPACES_NOT_ENABLED,
              "clients.namespaces names namespaces, and the operator has no rights to serve them. Set the"
                  + " chart's value clients.enabled to true, without watchNamespaces");
      case ClientsPlan.NotListed(String cause) ->
          verdict(
              cause.isEmpty() ? Verdict.Status.UNKNOWN : Verdict.Status.TRUE,
              Reason.CLIENT_NAMESPACES_NOT_LISTED,
              cause.isEmpty()
                  ? "The operator has not listed the cluster's namespaces yet"
                  : "The operator cannot list the cluster's namespaces: " + cause);
      case ClientsPlan.Kept kept -> ofKept(kept, inputs.refusedCopies());
    };
  }

  private static Verdict ofKept(ClientsPlan.Kept kept, SortedMap<String, String> refusedCopies) {
    TreeMap<String, String> refused = new TreeMap<>(refusedCopies);
    refused.putAll(kept.refused());
    return refused.isEmpty()
        ? verdict(
            Verdict.Status.FALSE,
            Reason.CLIENT_NAMESPACES_SERVED,
            kept.namespaces().isEmpty()
                ? "clients.namespaces names no further namespace"
                : "All %d further namespaces get the clients' ConfigMaps"
                    .formatted(kept.namespaces().size()))
        : verdict(Verdict.Status.TRUE, Reason.CLIENT_CONFIG_MAPS_REFUSED, sentence(refused));
  }

  /** Those of one cause together. */
  private static String sentence(SortedMap<String, String> refused) {
    Map<String, List<String>> byCause =
        refused.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    TreeMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    String causes =
        byCause.entrySet().stream()
            .limit(CAUSES_MAX)
            .map(cause -> "%s: %s".formatted(names(cause.getValue()), cause.getKey()))
            .collect(Collectors.joining(". "));
    return byCause.size() <= CAUSES_MAX
        ? causes
        : "%s. And %d more causes".formatted(causes, byCause.size() - CAUSES_MAX);
  }

  private static String names(List<String> names) {
    String first = names.stream().limit(NAMES_MAX).collect(Collectors.joining(", "));
    String kind = names.size() == 1 ? "Namespace " : "Namespaces ";
    return names.size() <= NAMES_MAX
        ? kind + first
        : "%s%s and %d more".formatted(kind, first, names.size() - NAMES_MAX);
  }

  private static Verdict verdict(Verdict.Status status, Reason reason, String message) {
    return new Verdict(CLIENT_NAMESPACES_REFUSED, status, reason, message);
  }
}
