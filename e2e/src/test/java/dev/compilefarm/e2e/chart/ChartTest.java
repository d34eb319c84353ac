package dev.compilefarm.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import dev.compilefarm.testbed.Checkout;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart as Helm renders it, without a cluster. */
class ChartTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String DISPATCHER_ROLE = "compilefarm-dispatcher";
  private static final String HOOK = "\"helm.sh/hook\"";
  private static final String LOOKUP = "(lookup \"v1\" \"Namespace\" \"\" \"kube-system\")";
  private static final String LOOKUP_OPERATOR =
      "lookup \"apps/v1\" \"Deployment\" .Release.Namespace (include \"compilefarm.operatorName\" .)";
  private static final String LOOKUP_DEFINITION =
      "lookup \"apiextensions.k8s.io/v1\" \"CustomResourceDefinition\" \"\""
          + " \"compilefarms.compilefarm.dev\"";
  private static final String HAS_POLICIES =
      "(.Capabilities.APIVersions.Has \"admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy\")";
  private static final String NO_CLUSTER = "(dict)";

  /** The Role, and its binding, to the Lease of the operators. */
  private static final String LEASE = "compilefarm-operator-lease";

  static final String CLUSTER = "(dict \"kind\" \"Namespace\")";

  @TempDir private static Path copies;

  @Test
  void helmLintFindsNothing() {
    LintResult lint = chart().lint().strict().call();

    assertFalse(lint.isFailed(), () -> String.join("\n", lint.getMessages()));
  }

  /** As {@code make version} writes it. */
  @Test
  void theVersionIsTheSameWhereverItStands() {
    String version = Checkout.version();

    assertTrue(
        Checkout.read("pom.xml").contains("<revision>" + version + "</revision>"), "pom.xml");
    assertTrue(
        Checkout.read("helm/compilefarm/Chart.yaml").contains("\nversion: " + version + "\n"),
        "Chart.yaml");
    assertTrue(
        Checkout.read("CITATION.cff").contains("\nversion: " + version + "\n"), "CITATION.cff");
    assertTrue(
        Checkout.read("examples/client-job.yaml").contains("compilefarm/client:" + version + "\n"),
        "examples/client-job.yaml");
  }

  @Test
  void rightsHaveNoWildcard() {
    List<PolicyRule> rules =
        all(ClusterRole.class, render("watchNamespaces[0]", "ci")).stream()
            .flatMap(role -> role.getRules().stream())
            .toList();
    for (PolicyRule rule : rules) {
      assertTrue(
          Stream.of(rule.getApiGroups(), rule.getResources(), rule.getVerbs())
              .flatMap(Collection::stream)
              .noneMatch(word -> word.contains("*")),
          rule::toString);
    }
  }

  /**
   * All others go by their owner reference; of a deleted farm the dispatcher goes first, and what
   * is kept ready on nodes, and the farm's policies, may be switched off.
   */
  @Test
  void operatorMayDeleteNothingButWorkloadsAndPolicies() {
    assertEquals(
        List.of(List.of("daemonsets", "deployments"), List.of("networkpolicies")),
        role("compilefarm-operator").getRules().stream()
            .filter(rule -> rule.getVerbs().contains("delete"))
            .map(PolicyRule::getResources)
            .toList());
  }

  @Test
  void operatorServesOtherNamespacesOnlyWhereThatIsSwitchedOn() {
    assertEquals(List.of("get"), rightsOn("namespaces", render()));
    assertEquals("false", environment(render()).get("COMPILEFARM_CLIENT_NAMESPACES"));

    List<HasMetadata> enabled = render("clients.enabled", "true");
    assertEquals(List.of("get", "list", "watch"), rightsOn("namespaces", enabled));
    assertEquals(
        List.of("get", "list", "watch", "create", "patch", "delete"),
        rightsOn("configmaps", enabled));
    assertEquals("true", environment(enabled).get("COMPILEFARM_CLIENT_NAMESPACES"));
  }

  /** Then the operator has rights in these namespaces alone, and farms say so. */
  @Test
  void operatorOfSomeNamespacesServesNoOthers() {
    List<HasMetadata> objects = render("clients.enabled", "true", "watchNamespaces[0]", "ci");

    assertEquals(List.of("get"), rightsOn("namespaces", objects));
    assertEquals("false", environment(objects).get("COMPILEFARM_CLIENT_NAMESPACES"));
  }

  /** It wakes the cluster's controller; who does not want that waits some minutes longer. */
  @Test
  void operatorSaysWhatANamespaceWaitsForUnlessThatIsSwitchedOff() {
    assertEquals(List.of("patch"), rightsOn("namespaces/status", render()));
    assertEquals("true", environment(render()).get("COMPILEFARM_NAMESPACE_STATUS"));

    List<HasMetadata> off = render("farm.namespaceStatus", "false");
    assertEquals(List.of(), rightsOn("namespaces/status", off));
    assertEquals("false", environment(off).get("COMPILEFARM_NAMESPACE_STATUS"));
  }

  /** A patch of a pod may change its image: code in every pod of the cluster. */
  @Test
  void operatorMayNotPatchPods() {
    assertEquals(List.of("list", "watch"), rightsOn("pods", render()));
    assertEquals(List.of("patch"), rightsOn("pods/status", render()));
  }

  /** RBAC knows no fields, so the API server is told by a policy which ones are meant. */
  @Test
  void policiesKeepTheOperatorToWhatItWrites() {
    List<String> policies =
        List.of("compilefarm-operator-namespace-status", "compilefarm-operator-volunteer-marks");
    assertEquals(policies, names(ValidatingAdmissionPolicy.class, render()));
    assertEquals(policies, names(ValidatingAdmissionPolicyBinding.class, render()));

    List<HasMetadata> off = render("admissionPolicies", "false");
    assertEquals(List.of(), names(ValidatingAdmissionPolicy.class, off));
    assertEquals(List.of(), names(ValidatingAdmissionPolicyBinding.class, off));
  }

  /** Without an operator nobody lets a deleted farm go. */
  @Test
  void farmsAreLetGoBeforeTheOperatorGoes() throws IOException {
    Helm hooks = chartWithHooksAsObjects(CLUSTER, NO_CLUSTER);
    for (String[] values : new String[][] {{}, {"watchNamespaces[0]", "ci"}}) {
      List<HasMetadata> objects = render(hooks, values);
      Job job = only(Job.class, objects);
      PodSpec pod = job.getSpec().getTemplate().getSpec();

      assertEquals("pre-delete", job.getMetadata().getAnnotations().get("test/hook"));
      assertEquals(operator(objects).getImage(), pod.getContainers().getFirst().getImage());
      assertEquals(
          only(Deployment.class, objects).getSpec().getTemplate().getSpec().getServiceAccountName(),
          pod.getServiceAccountName());
      assertRestricted(pod);
      Map<String, String> operatorsOwn =
          only(Deployment.class, objects).getSpec().getSelector().getMatchLabels();
      assertFalse(
          job.getSpec()
              .getTemplate()
              .getMetadata()
              .getLabels()
              .entrySet()
              .containsAll(operatorsOwn.entrySet()),
          "the Job would wait for its own end");
    }
    assertEquals(List.of(LEASE), names(Role.class, render(hooks)));
    assertEquals(
        List.of(LEASE, "compilefarm-uninstall"),
        names(Role.class, render(hooks, "watchNamespaces[0]", "ci")));
  }

  /** What {@code helm template} prints is for {@code kubectl apply}, which knows no hooks. */
  @Test
  void jobThatLetsFarmsGoIsForHelmAloneAndMayBeLeftOut() throws IOException {
    assertEquals(List.of(), all(Job.class, render()));
    assertEquals(List.of(LEASE), names(Role.class, render("watchNamespaces[0]", "ci")));
    assertEquals(
        List.of(),
        all(
            Job.class,
            render(chartWithHooksAsObjects(CLUSTER, NO_CLUSTER), "uninstall.job", "false")));
  }

  @Test
  void networkPoliciesAreMadeOrRemoved() {
    assertEquals(
        List.of("get", "list", "watch", "create", "patch", "delete"),
        rightsOn("networkpolicies", render()));
    assertEquals("true", environment(render()).get("COMPILEFARM_NETWORK_POLICIES"));

    List<HasMetadata> off = render("farm.networkPolicy", "false");
    assertEquals(List.of("get", "list", "watch", "delete"), rightsOn("networkpolicies", off));
    assertEquals("false", environment(off).get("COMPILEFARM_NETWORK_POLICIES"));
  }

  @Test
  void imagesArePulledBeforeUnlessThatIsSwitchedOff() {
    assertEquals(
        List.of("get", "list", "watch", "create", "patch", "delete"),
        rightsOn("daemonsets", render()));
    assertEquals("true", environment(render()).get("COMPILEFARM_IMAGE_PRE_PULL"));

    List<HasMetadata> off = render("farm.imagePrePull", "false");
    assertEquals(List.of(), rightsOn("daemonsets", off));
    assertEquals(rightsOn("deployments", render()), rightsOn("deployments", off));
    assertEquals("false", environment(off).get("COMPILEFARM_IMAGE_PRE_PULL"));
  }

  /**
   * Volunteers have 0 where nothing else is said; a cluster autoscaler overlooks what is below -10.
   */
  @Test
  void placeholdersHaveLowPriorityAndTakeNobodysPlace() {
    PriorityClass placeholders = only(PriorityClass.class, render());

    assertEquals(-10, placeholders.getValue());
    assertEquals("Never", placeholders.getPreemptionPolicy());
    assertFalse(placeholders.getGlobalDefault());
    assertEquals(
        placeholders.getMetadata().getName(),
        environment(render()).get("COMPILEFARM_PLACEHOLDER_PRIORITY_CLASS"));
  }

  @Test
  void priorityClassMayBeLeftToOthers() {
    List<HasMetadata> objects =
        render(
            "farm.placeholderPriorityClass.create", "false",
            "farm.placeholderPriorityClass.name", "spare");

    assertEquals(List.of(), all(PriorityClass.class, objects));
    assertEquals("spare", environment(objects).get("COMPILEFARM_PLACEHOLDER_PRIORITY_CLASS"));
  }

  private static List<String> rightsOn(String resource, List<HasMetadata> objects) {
    return all(ClusterRole.class, objects).stream()
        .filter(role -> role.getMetadata().getName().startsWith("compilefarm-operator"))
        .flatMap(role -> role.getRules().stream())
        .filter(rule -> rule.getResources().contains(resource))
        .flatMap(rule -> rule.getVerbs().stream())
        .distinct()
        .toList();
  }

  /** Who may write roles may give away all that they hold; who may bind one may give that. */
  @Test
  void operatorGivesDispatchersOneRoleAndMakesNone() {
    assertEquals(List.of(), rightsOn("roles", render()));
    assertEquals(
        List.of("clusterroles of [" + DISPATCHER_ROLE + "]: bind"),
        role("compilefarm-operator").getRules().stream()
            .filter(rule -> rule.getResources().contains("clusterroles"))
            .map(ChartTest::words)
            .toList());
    assertEquals(DISPATCHER_ROLE, environment(render()).get("COMPILEFARM_DISPATCHER_ROLE"));
  }

  @Test
  void dispatchersMayReadTheirPodsTheirFarmAndTheirNamespace() {
    assertEquals(
        List.of("pods of []: list watch", "compilefarms of []: get", "namespaces of []: get"),
        role(DISPATCHER_ROLE).getRules().stream().map(ChartTest::words).toList());
  }

  /** Farms work on without an operator, and their dispatchers would lose sight of volunteers. */
  @Test
  void roleOfDispatchersIsKeptWhenTheReleaseGoes() {
    assertEquals(
        "keep",
        role(DISPATCHER_ROLE).getMetadata().getAnnotations().get("helm.sh/resource-policy"));
  }

  private static ClusterRole role(String name) {
    return all(ClusterRole.class, render()).stream()
        .filter(role -> role.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The token is worth nothing at the API server, and dispatchers ask for this account's. */
  @Test
  void operatorHasTokenForDispatchersAlone() {
    List<HasMetadata> objects = render();
    Deployment operator = only(Deployment.class, objects);
    PodSpec pod = operator.getSpec().getTemplate().getSpec();
    ServiceAccountTokenProjection token =
        pod.getVolumes().stream()
            .filter(volume -> volume.getProjected() != null)
            .flatMap(volume -> volume.getProjected().getSources().stream())
            .map(VolumeProjection::getServiceAccountToken)
            .findFirst()
            .orElseThrow();
    assertEquals("compilefarm", token.getAudience());
    Map<String, String> environment = environment(objects);
    assertEquals(
        "system:serviceaccount:%s:%s"
            .formatted(operator.getMetadata().getNamespace(), pod.getServiceAccountName()),
        environment.get("COMPILEFARM_SERVICE_ACCOUNT"));
    assertTrue(
        environment.get("COMPILEFARM_DISPATCHER_TOKEN_FILE").endsWith("/" + token.getPath()));
  }

  @Test
  void rightsAreBoundInTheWholeClusterByDefault() {
    List<HasMetadata> objects = render();

    assertEquals(1, all(ClusterRoleBinding.class, objects).size());
    assertEquals(List.of(LEASE), names(RoleBinding.class, objects));
  }

  @Test
  void rightsAreBoundInWatchedNamespacesAlone() {
    List<HasMetadata> objects = render("watchNamespaces[0]", "ci", "watchNamespaces[1]", "dev");

    assertEquals(
        List.of("compilefarm-operator-leaving"),
        all(ClusterRoleBinding.class, objects).stream()
            .map(binding -> binding.getRoleRef().getName())
            .toList());
    assertEquals(
        List.of("ci", "dev"),
        all(RoleBinding.class, objects).stream()
            .filter(binding -> binding.getRoleRef().getKind().equals("ClusterRole"))
            .map(binding -> binding.getMetadata().getNamespace())
            .toList());
    assertEquals("ci,dev", environment(objects).get("COMPILEFARM_WATCH_NAMESPACES"));
  }

  /** A namespace that is deleted takes its RoleBinding along, and its farm waits for a patch. */
  @Test
  void operatorOfSomeNamespacesMayLetFarmsGoWhenItsOtherRightsAreGone() {
    List<PolicyRule> rules = leaving("watchNamespaces[0]", "ci");

    assertEquals(
        List.of(
            "compilefarms of []: get list watch patch",
            "namespaces of [ci]: get",
            "namespaces/status of [ci]: patch"),
        rules.stream().map(ChartTest::words).toList());
    assertEquals(2, leaving("watchNamespaces[0]", "ci", "farm.namespaceStatus", "false").size());
  }

  private static List<PolicyRule> leaving(String... keysAndValues) {
    return all(ClusterRole.class, render(keysAndValues)).stream()
        .filter(role -> role.getMetadata().getName().endsWith("-leaving"))
        .flatMap(role -> role.getRules().stream())
        .toList();
  }

  private static String words(PolicyRule rule) {
    return "%s of %s: %s"
        .formatted(
            String.join(" ", rule.getResources()),
            rule.getResourceNames(),
            String.join(" ", rule.getVerbs()));
  }

  @Test
  void twoOperatorsShareOneLease() {
    List<HasMetadata> objects = render();
    Deployment operator = only(Deployment.class, objects);

    assertEquals(2, operator.getSpec().getReplicas());
    assertEquals("RollingUpdate", operator.getSpec().getStrategy().getType());
    assertEquals(
        "compilefarm-system/compilefarm-operator", environment(objects).get("COMPILEFARM_LEASE"));
    assertEquals(
        List.of("create", "get update patch delete"),
        only(Role.class, objects).getRules().stream()
            .map(rule -> String.join(" ", rule.getVerbs()))
            .toList());
  }

  /** Beside one that has a Lease, it would size the same farms. */
  @Test
  void operatorWithoutLeaseEndsBeforeTheNextOneStarts() throws IOException {
    String old = "(dict \"spec\" (dict \"template\" (dict)))";
    Deployment operator = only(Deployment.class, render(chartWithHooksAsObjects(NO_CLUSTER, old)));

    assertEquals("Recreate", operator.getSpec().getStrategy().getType());
    assertNull(operator.getSpec().getStrategy().getRollingUpdate());
  }

  @Test
  void oneOfTwoOperatorsStaysWhenNodesAreDrained() {
    assertEquals(
        List.of(1),
        all(PodDisruptionBudget.class, render()).stream()
            .map(budget -> budget.getSpec().getMaxUnavailable().getIntVal())
            .toList());
    assertEquals(List.of(), all(PodDisruptionBudget.class, render("operator.replicas", "1")));
  }

  @Test
  void operatorMeetsPodSecurityRestricted() {
    assertRestricted(only(Deployment.class, render()).getSpec().getTemplate().getSpec());
  }

  private static void assertRestricted(PodSpec pod) {
    assertEquals("RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
    assertTrue(pod.getSecurityContext().getRunAsNonRoot());
    for (Container container : pod.getContainers()) {
      assertFalse(container.getSecurityContext().getAllowPrivilegeEscalation());
      assertTrue(container.getSecurityContext().getReadOnlyRootFilesystem());
      assertEquals(List.of("ALL"), container.getSecurityContext().getCapabilities().getDrop());
    }
  }

  @Test
  void imagesHaveTheVersionAsTagAndNoRegistryByDefault() {
    List<HasMetadata> objects = render();
    String version = Checkout.version();

    assertEquals("compilefarm/operator:" + version, operator(objects).getImage());
    assertEquals(
        "compilefarm/dispatcher:" + version,
        environment(objects).get("COMPILEFARM_DISPATCHER_IMAGE"));
    assertEquals(
        "compilefarm/volunteer:" + version,
        environment(objects).get("COMPILEFARM_VOLUNTEER_IMAGE"));
    assertEquals(
        "compilefarm/tools:" + version, environment(objects).get("COMPILEFARM_TOOLS_IMAGE"));
  }

  @Test
  void operatorKnowsHowItsUpgradeGoesOn() {
    Map<String, String> environment =
        environment(render("volunteer.toolchain", "clang-19", "farm.maxConcurrentRollouts", "7"));

    assertEquals("clang-19", environment.get("COMPILEFARM_PACKAGED_TOOLCHAIN"));
    assertEquals("7", environment.get("COMPILEFARM_MAX_CONCURRENT_ROLLOUTS"));
  }

  @Test
  void whereTheClusterAssignsUsersTheOperatorNamesNone() {
    assertEquals(10001, user("openshift", "false"));
    assertEquals(10001, user());
    assertNull(user("openshift", "true"));
    assertEquals("true", environment(render("openshift", "true")).get("COMPILEFARM_OPENSHIFT"));
    assertNull(environment(render()).get("COMPILEFARM_OPENSHIFT"));
  }

  private static Long user(String... keysAndValues) {
    PodSecurityContext context =
        only(Deployment.class, render(keysAndValues))
            .getSpec()
            .getTemplate()
            .getSpec()
            .getSecurityContext();
    assertTrue(context.getRunAsNonRoot());
    assertEquals(context.getRunAsUser(), context.getRunAsGroup());
    assertEquals(context.getRunAsUser(), context.getFsGroup());
    return context.getRunAsUser();
  }

  @Test
  void operatorRunsOnLinuxWhateverElseItsNodesMustBe() {
    PodSpec pod =
        only(Deployment.class, render("operator.nodeSelector.disk", "ssd"))
            .getSpec()
            .getTemplate()
            .getSpec();

    assertEquals(Map.of("kubernetes.io/os", "linux", "disk", "ssd"), pod.getNodeSelector());
  }

  @Test
  void imagesComeFromTheRegistryThatIsNamed() {
    List<HasMetadata> objects =
        render(
            "operator.image.registry",
            "registry.example.com:5000/team",
            "operator.image.tag",
            "7.1");

    assertEquals(
        "registry.example.com:5000/team/compilefarm/operator:7.1", operator(objects).getImage());
  }

  @Test
  void definitionIsUpgradedWithTheReleaseAndKeptWhenItGoes() {
    CustomResourceDefinition definition = only(CustomResourceDefinition.class, render());

    assertEquals("compilefarms.compilefarm.dev", definition.getMetadata().getName());
    assertEquals("keep", definition.getMetadata().getAnnotations().get("helm.sh/resource-policy"));
    CustomResourceDefinition generated =
        YAML.unmarshal(
            Checkout.read("helm/compilefarm/files/compilefarms.compilefarm.dev.yaml"),
            CustomResourceDefinition.class);
    assertTrue(
        generated.getSpec().equals(definition.getSpec()),
        "the definition that is rendered is not the one in files/");
  }

  /** Helm says that it "cannot be imported", and not what to do. */
  @Test
  void releaseOfAnotherNameIsToldHowToTakeOverTheDefinition() throws IOException {
    Helm chart = chartOnClusterWithDefinitionOf("old", "there");
    IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> render(chart));

    for (String part :
        List.of(
            "of the release old in namespace there",
            "kubectl label --overwrite crd compilefarms.compilefarm.dev app.kubernetes.io/managed-by=Helm\n",
            "kubectl annotate --overwrite crd compilefarms.compilefarm.dev"
                + " meta.helm.sh/release-name=compilefarm"
                + " meta.helm.sh/release-namespace=compilefarm-system\n",
            "--set crds.install=false")) {
      assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
    }
    assertFalse(render(chart, "crds.install", "false").isEmpty());
  }

  @Test
  void releaseUpgradesItsOwnDefinition() throws IOException {
    Helm chart = chartOnClusterWithDefinitionOf("compilefarm", "compilefarm-system");

    assertEquals(1, all(CustomResourceDefinition.class, render(chart)).size());
  }

  private static Helm chartOnClusterWithDefinitionOf(String release, String namespace)
      throws IOException {
    String definition =
        "(fromYaml `{metadata: {name: compilefarms.compilefarm.dev,"
            + " labels: {app.kubernetes.io/managed-by: Helm},"
            + " annotations: {meta.helm.sh/release-name: "
            + release
            + ", meta.helm.sh/release-namespace: "
            + namespace
            + "}}}`)";
    return chartWithHooksAsObjects(copies, NO_CLUSTER, NO_CLUSTER, definition);
  }

  @Test
  void definitionMayBeLeftToOthers() {
    assertEquals(List.of(), all(CustomResourceDefinition.class, render("crds.install", "false")));
  }

  @ParameterizedTest
  @CsvSource({
    "operator.imag.tag, x, 'additional properties ''imag'' not allowed'",
    "watchNamespace, x, 'additional properties ''watchNamespace'' not allowed'",
    "operator.image.pullPolicy, Sometimes, 'must be one of'",
    "operator.image.registry, https://registry.example.com, 'does not match pattern'"
  })
  void valuesThatCannotBeMeantAreRefused(String key, String value, String message) {
    Exception refusal = assertThrows(IllegalStateException.class, () -> render(key, value));

    assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
  }

  @Test
  void operatorLeavesNodeThatDoesNotAnswerAfterHalfMinute() {
    assertEquals(
        List.of(
            "node.kubernetes.io/not-ready Exists NoExecute 30",
            "node.kubernetes.io/unreachable Exists NoExecute 30"),
        tolerations());
  }

  @Test
  void whatUserSaysOfSuchNodesHolds() {
    assertEquals(
        List.of(
            "dedicated Exists null null",
            "node.kubernetes.io/unreachable Exists NoExecute 300",
            "node.kubernetes.io/not-ready Exists NoExecute 30"),
        tolerations(
            "operator.tolerations[0].key", "dedicated",
            "operator.tolerations[0].operator", "Exists",
            "operator.tolerations[1].key", "node.kubernetes.io/unreachable",
            "operator.tolerations[1].operator", "Exists",
            "operator.tolerations[1].effect", "NoExecute",
            "operator.tolerations[1].tolerationSeconds", "300"));
    assertEquals(
        List.of("null Exists null null"),
        tolerations("operator.tolerations[0].operator", "Exists"));
  }

  private static List<String> tolerations(String... keysAndValues) {
    return only(Deployment.class, render(keysAndValues))
        .getSpec()
        .getTemplate()
        .getSpec()
        .getTolerations()
        .stream()
        .map(t ->
            "%s %s %s %s"
                .formatted(t.getKey(), t.getOperator(), t.getEffect(), t.getTolerationSeconds()))
        .toList();
  }

  private static Helm chart() {
    return new Helm(Checkout.path("helm/compilefarm"));
  }

  /**
   * Helm's library renders no hooks, so they are made ordinary objects. And it asks a cluster even
   * for {@code helm template}, so what it would find stands there.
   *
   * @param found what is found of the cluster, in the language of templates
   * @param operator what is found of the operator's Deployment
   */
  private static Helm chartWithHooksAsObjects(String found, String operator) throws IOException {
    return chartWithHooksAsObjects(copies, found, operator);
  }

  static Helm chartWithHooksAsObjects(Path folder, String found) throws IOException {
    return chartWithHooksAsObjects(folder, found, NO_CLUSTER);
  }

  private static Helm chartWithHooksAsObjects(Path folder, String found, String operator)
      throws IOException {
    return chartWithHooksAsObjects(folder, found, operator, NO_CLUSTER);
  }

  private static Helm chartWithHooksAsObjects(
      Path folder, String found, String operator, String definition) throws IOException {
    Path chart = Checkout.path("helm/compilefarm");
    Path copy = Files.createTempDirectory(folder, "chart");
    boolean looksAtCluster = false;
    try (Stream<Path> files = Files.walk(chart)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(chart.relativize(file).toString());
        String text = Files.readString(file);
        looksAtCluster |= text.contains(LOOKUP);
        Files.createDirectories(target.getParent());
        Files.writeString(
            target,
            text.replace(LOOKUP, found)
                .replace(LOOKUP_OPERATOR, operator)
                .replace(LOOKUP_DEFINITION, definition)
                .replace(HOOK, "\"test/hook\"")
                .replace("helm.sh/hook: test", "test/hook: test")
                .replace(HAS_POLICIES, "true"));
      }
    }
    assertTrue(looksAtCluster, () -> "the chart has no " + LOOKUP);
    return new Helm(copy);
  }

  /** The objects of the release, with these keys set to these values in turn. */
  private static List<HasMetadata> render(String... keysAndValues) {
    try {
      return render(chartWithHooksAsObjects(NO_CLUSTER, NO_CLUSTER), keysAndValues);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<HasMetadata> render(Helm chart, String... keysAndValues) {
    TemplateCommand template =
        chart
            .template()
            .withName("compilefarm")
            .withNamespace("compilefarm-system")
            .withKubeVersion("1.34.0");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      template.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    String yaml = template.call();
    return Stream.of(yaml.split("(?m)^---$"))
        .filter(document -> document.lines().anyMatch(line -> line.startsWith("kind:")))
        .map(document -> YAML.<HasMetadata>unmarshal(document))
        .toList();
  }

  static <T extends HasMetadata> List<T> all(Class<T> kind, List<HasMetadata> objects) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static <T extends HasMetadata> List<String> names(
      Class<T> kind, List<HasMetadata> objects) {
    return all(kind, objects).stream()
        .map(object -> object.getMetadata().getName())
        .sorted()
        .toList();
  }

  private static <T extends HasMetadata> T only(Class<T> kind, List<HasMetadata> objects) {
    List<T> found = all(kind, objects);
    assertEquals(1, found.size(), () -> kind.getSimpleName() + " objects of the chart");
    return found.getFirst();
  }

  private static Container operator(List<HasMetadata> objects) {
    return only(Deployment.class, objects)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst();
  }

  private static Map<String, String> environment(List<HasMetadata> objects) {
    return operator(objects).getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }
}
