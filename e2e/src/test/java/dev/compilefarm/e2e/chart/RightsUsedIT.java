package dev.compilefarm.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.compilefarm.testbed.cluster.ContainerCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart grants exactly what is used. Comes after all other suites, in a run of its own, and
 * holds what the API server of their cluster noted against the roles. Where only some suites ran, a
 * right may look unused: then only the other half is held.
 */
class RightsUsedIT {
  private static final Predicate<String> OPERATOR =
      "system:serviceaccount:compilefarm-system:compilefarm-operator"::equals;
  private static final Predicate<String> DISPATCHERS =
      Pattern.compile("system:serviceaccount:e2e-[-a-z0-9]+:.+-dispatcher").asMatchPredicate();

  /** Granted and asked for by no request of the suites, each with its reason. */
  private static final Map<String, String> NO_REQUEST =
      Map.of(
          "bind clusterroles.rbac.authorization.k8s.io",
          "checked by the API server when a RoleBinding is made",
          "update compilefarms/finalizers.compilefarm.dev",
          "checked where OwnerReferencesPermissionEnforcement is on",
          "update leases.coordination.k8s.io",
          "the framework wants it at its start, and writes by patch");

  @TempDir private static Path copies;

  @Test
  void operatorUsesWhatItIsGranted() throws IOException {
    List<HasMetadata> chart = chart("clients.enabled", "true");
    List<PolicyRule> rules =
        Stream.concat(
                clusterRole("compilefarm-operator", chart).stream(),
                ChartTest.all(Role.class, chart).stream().flatMap(role -> role.getRules().stream()))
            .toList();

    assertUsed(Right.grantedBy(rules), OPERATOR);
  }

  @Test
  void dispatchersUseWhatTheyAreGranted() throws IOException {
    assertUsed(Right.grantedBy(clusterRole("compilefarm-dispatcher", chart())), DISPATCHERS);
  }

  private static void assertUsed(SortedSet<Right> granted, Predicate<String> user)
      throws IOException {
    assumeTrue(Files.isDirectory(ContainerCluster.AUDIT_LOGS), "no cluster kept an audit log");
    SortedSet<Right> asked = new TreeSet<>();
    try (Stream<Path> logs = Files.list(ContainerCluster.AUDIT_LOGS)) {
      for (Path log : logs.toList()) {
        try (Stream<String> lines = Files.lines(log)) {
          asked.addAll(AuditLog.asked(lines, user));
        }
      }
    }
    assertFalse(asked.isEmpty(), "nothing in the audit log");

    SortedSet<Right> missing = new TreeSet<>(asked);
    missing.removeAll(granted);
    missing.removeIf(RightsUsedIT::isOfTheVersionBefore);
    assertEquals("[]", missing.toString(), "asked for and not granted");
    if (Boolean.getBoolean("compilefarm.all-suites")) {
      SortedSet<Right> unused = new TreeSet<>(granted);
      unused.removeAll(asked);
      unused.removeIf(right -> NO_REQUEST.containsKey(right.toString()));
      unused.removeIf(right -> isCheckedForApply(right, asked));
      assertEquals("[]", unused.toString(), "granted and not asked for");
    }
  }

  /** {@code ChartUpgradeIT} runs the operator of a version that made roles, in the same account. */
  private static boolean isOfTheVersionBefore(Right right) {
    return right.resource().equals("roles");
  }

  /** A patch by server-side apply that makes an object takes the right to create it, too. */
  private static boolean isCheckedForApply(Right right, SortedSet<Right> asked) {
    return right.verb().equals("create")
        && asked.contains(new Right(right.resource(), right.group(), "patch"));
  }

  private static List<HasMetadata> chart(String... keysAndValues) throws IOException {
    return ChartTest.render(
        ChartTest.chartWithHooksAsObjects(copies, ChartTest.CLUSTER), keysAndValues);
  }

  private static List<PolicyRule> clusterRole(String name, List<HasMetadata> chart) {
    return ChartTest.all(ClusterRole.class, chart).stream()
        .filter(role -> role.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getRules();
  }
}
