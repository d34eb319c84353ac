package dev.compilefarm.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditLogTest {
  private static final String GET =
      """
      {"verb": "get", "user": {"username": "ann"}, "objectRef": {"resource": "pods"}}\
      """;

  @Test
  void tellsWhatOneUserAskedForThemselves() {
    List<String> log =
        List.of(
            GET,
            GET.replace("ann", "bob").replace("get", "list"),
            """
            {"verb": "delete", "user": {"username": "ann"}, "impersonatedUser": {"username": "eve"},
             "objectRef": {"resource": "pods"}}\
            """,
            """
            {"verb": "create", "user": {"username": "ann"},
             "objectRef": {"resource": "selfsubjectaccessreviews", "apiGroup": "authorization.k8s.io"}}\
            """,
            """
            {"verb": "get", "user": {"username": "ann"}, "requestURI": "/apis"}\
            """,
            """
            {"verb": "patch", "user": {"username": "ann"},
             "objectRef": {"resource": "deployments", "apiGroup": "apps", "subresource": "scale"}}\
            """);

    assertEquals(
        Set.of(Right.of("get pods"), Right.of("patch deployments/scale.apps")),
        AuditLog.asked(log.stream(), "ann"::equals));
    assertEquals(Set.of(), AuditLog.asked(Stream.of(GET), "eve"::equals));
  }

  @Test
  void rulesGrantEachVerbOnEachResource() {
    assertEquals(
        Set.of(
            Right.of("get roles.rbac.authorization.k8s.io"),
            Right.of("list roles.rbac.authorization.k8s.io")),
        Right.grantedBy(
            List.of(
                new PolicyRuleBuilder()
                    .withApiGroups("rbac.authorization.k8s.io")
                    .withResources("roles")
                    .withVerbs("get", "list")
                    .build())));
  }
}
