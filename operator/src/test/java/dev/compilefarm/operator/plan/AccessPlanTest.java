package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may reach a farm. */
class AccessPlanTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void clientsAreOfTheFarmsNamespaceAndOfThoseThatItNames() {
    assertEquals(peers("- podSelector: {}"), clients("{}"));
    assertEquals(
        peers(
            """
            - podSelector: {}
            - namespaceSelector:
                matchExpressions:
                - {key: kubernetes.io/metadata.name, operator: In, values: [team-a, team-b]}
            - namespaceSelector: {matchLabels: {builds: "yes"}}
            """),
        clients(
            "{clients: {namespaces: {names: [team-a, team-b], selector: {matchLabels: {builds: 'yes'}}}}}"));
  }

  @Test
  void whatTheFarmSaysOfItsClientsComesFirst() {
    assertEquals(
        peers("- ipBlock: {cidr: 10.0.0.0/8}"),
        clients(
            "{access: {from: [{ipBlock: {cidr: 10.0.0.0/8}}]}, clients: {namespaces: {names: [a]}},"
                + " dispatcher: {service: {type: NodePort}}}"));
  }

  /** Their addresses may be those of nodes, which no selector has. */
  @Test
  void clientsFromOutsideMayBeAnywhere() {
    assertEquals(List.of(), clients("{dispatcher: {service: {type: LoadBalancer}}}"));
    assertEquals(List.of(), clients("{dispatcher: {service: {type: NodePort}}}"));
    assertEquals(peers("- podSelector: {}"), clients("{dispatcher: {service: {type: ClusterIP}}}"));
  }

  @Test
  void farmOrInstallationMaySwitchPoliciesOff() {
    assertEquals(Optional.empty(), plan("{access: {networkPolicies: false}}", true));
    assertEquals(Optional.empty(), plan("{}", false));
  }

  @Test
  void operatorIsKnownByItsNamespace() {
    assertEquals(
        peers(
                """
                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: compilefarm-system}}
                  podSelector: {matchLabels: {app.kubernetes.io/component: operator}}
                """)
            .getFirst(),
        plan("{}", true).orElseThrow().operator());
  }

  private static List<NetworkPolicyPeer> clients(String spec) {
    return plan(spec, true).orElseThrow().clients();
  }

  private static List<NetworkPolicyPeer> peers(String yaml) {
    return List.of(YAML.unmarshal(yaml, NetworkPolicyPeer[].class));
  }

  private static Optional<AccessPlan> plan(String spec, boolean networkPolicies) {
    CompileFarm farm =
        YAML.unmarshal(
            "apiVersion: compilefarm.dev/v1alpha1\nkind: CompileFarm\nmetadata: {name: main}\nspec: "
                + spec,
            CompileFarm.class);
    Settings settings =
        new Settings(
            "dispatcher",
            "volunteer",
            "Always",
            Optional.of("system:serviceaccount:compilefarm-system:operator"),
            new PodSettings("tools", "amd64", "gcc-14", "placeholder", "role", false),
            new Settings.Switches(true, networkPolicies, true, true),
            List.of());
    return AccessPlan.of(farm.specOrDefaults(), settings);
  }
}
