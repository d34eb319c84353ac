package dev.compilefarm.api.v1alpha1;

import static dev.compilefarm.api.v1alpha1.SchemaParts.addRule;
import static dev.compilefarm.api.v1alpha1.SchemaParts.at;
import static dev.compilefarm.api.v1alpha1.SchemaParts.itemsOf;
import static dev.compilefarm.api.v1alpha1.SchemaParts.keyedBy;
import static dev.compilefarm.api.v1alpha1.SchemaParts.texts;
import static dev.compilefarm.api.v1alpha1.SchemaParts.valuesOf;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.CSIVolumeSource;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.ImageVolumeSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.PodAffinity;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAntiAffinity;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the API server asks of a pod's parts, by type: Kubernetes' own, whose Java classes do not
 * carry it, and those of ours that hold fields of a pod. Source: {@code pkg/apis/core/validation}
 * of Kubernetes 1.34; {@code GeneratedFarmsIT} compares it with a real API server.
 *
 * <p>No rule looks at a field that may be missing. An API server forgives what was stored before
 * there was a rule that it breaks; but not a rule that cannot be run, and then it refuses every
 * change of the object, of its status too.
 */
final class KubernetesRules {
  /** As in {@code k8s.io/apimachinery/pkg/api/resource}, but not below zero. */
  private static final String QUANTITY =
      "^[+]?([0-9]+([.][0-9]*)?|[.][0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]{1,3})?$";

  private static final long QUANTITY_LENGTH_MAX = 64;

  /** The largest round number that a quantity holds; larger ones are cut down to 2^63 - 1. */
  private static final double QUANTITY_MAX = 9e18;

  private static final double WEIGHT_MAX = 100;

  /**
   * The rules' estimated cost, which an API server bounds, grows with it; today it is a quarter of
   * that bound.
   */
  static final long LIST_MAX = 100;

  /** Of one term, which all of them must fulfil. */
  private static final long REQUIREMENTS_MAX = 64;

  /** Of lists in lists: 1,000 volunteers may be on as many nodes. */
  private static final long VALUES_MAX = 5000;

  /** Keys that a pod's own labels are looked up by; a pod has few. */
  private static final long LABEL_KEYS_MAX = 16;

  private static final long LABELS_MAX = 64;

  /** All of a pod's annotations; with room for those that operator and cluster add. */
  private static final long ANNOTATION_LENGTH_MAX = 255 * 1024;

  private static final Map<Class<?>, Consumer<JSONSchemaProps>> BY_TYPE =
      Map.ofEntries(
          Map.entry(VolunteersSpec.class, KubernetesRules::container),
          Map.entry(PodTemplate.class, KubernetesRules::pod),
          Map.entry(TopologySpread.class, PodRules::topologySpread),
          Map.entry(PodSecuritySpec.class, PodRules::security),
          Map.entry(SelinuxSpec.class, PodRules::selinux),
          Map.entry(SeccompSpec.class, PodRules::seccomp),
          Map.entry(DnsSpec.class, PodRules::dns),
          Map.entry(HostAlias.class, PodRules::hostAlias),
          Map.entry(KeyReference.class, PodRules::keyReference),
          Map.entry(NameReference.class, PodRules::nameReference),
          Map.entry(FieldReference.class, PodRules::fieldReference),
          Map.entry(PodVolume.class, PodRules::volume),
          Map.entry(PodVolumeMount.class, PodRules::volumeMount),
          Map.entry(ConfigMapVolumeSource.class, PodRules::configMapVolume),
          Map.entry(SecretVolumeSource.class, PodRules::secretVolume),
          Map.entry(KeyToPath.class, PodRules::keyToPath),
          Map.entry(PersistentVolumeClaimVolumeSource.class, PodRules::claimVolume),
          Map.entry(CSIVolumeSource.class, PodRules::csiVolume),
          Map.entry(EmptyDirVolumeSource.class, PodRules::emptyDir),
          Map.entry(ImageVolumeSource.class, PodRules::imageVolume),
          Map.entry(MetadataSpec.class, KubernetesRules::metadata),
          Map.entry(ClientNamespacesSpec.class, KubernetesRules::clientNamespaces),
          Map.entry(DispatcherSpec.class, KubernetesRules::dispatcher),
          Map.entry(DispatcherServiceSpec.class, KubernetesRules::dispatcherService),
          Map.entry(Affinity.class, nothing -> {}),
          Map.entry(NodeAffinity.class, nothing -> {}),
          Map.entry(PodAffinity.class, nothing -> {}),
          Map.entry(PodAntiAffinity.class, nothing -> {}),
          Map.entry(Quantity.class, KubernetesRules::quantity),
          Map.entry(Toleration.class, KubernetesRules::toleration),
          Map.entry(LocalObjectReference.class, KubernetesRules::reference),
          Map.entry(NodeSelector.class, KubernetesRules::nodeSelector),
          Map.entry(NodeSelectorTerm.class, KubernetesRules::nodeSelectorTerm),
          Map.entry(NodeSelectorRequirement.class, KubernetesRules::nodeSelectorRequirement),
          Map.entry(PreferredSchedulingTerm.class, KubernetesRules::preferredSchedulingTerm),
          Map.entry(PodAffinityTerm.class, KubernetesRules::podAffinityTerm),
          Map.entry(WeightedPodAffinityTerm.class, KubernetesRules::weightedPodAffinityTerm),
          Map.entry(LabelSelector.class, KubernetesRules::labelSelector),
          Map.entry(LabelSelectorRequirement.class, KubernetesRules::labelSelectorRequirement),
          Map.entry(
              Condition.class, condition -> at(condition, "observedGeneration").setMinimum(0.0)));

  private KubernetesRules() {}

  /** What completes the schema of a type; empty for one that nothing is known of. */
  static Optional<Consumer<JSONSchemaProps>> of(Class<?> type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  /**
   * Text or number, as in a pod. For {@code int-or-string} 0.1 is neither. A schema without a type
   * keeps each bound to values of the type that it can be asked of: the pattern to texts, the
   * minimum to numbers; so nothing is left for lists, objects and booleans that they could fulfil.
   */
  private static void quantity(JSONSchemaProps schema) {
    schema.setAnyOf(null);
    schema.setXKubernetesIntOrString(null);
    schema.setXKubernetesPreserveUnknownFields(true);
    schema.setPattern(QUANTITY);
    schema.setMaxLength(QUANTITY_LENGTH_MAX);
    schema.setMinimum(0.0);
    schema.setMaximum(QUANTITY_MAX);
    schema.setMinItems(1L);
    schema.setMaxItems(0L);
    schema.setMinProperties(1L);
    schema.setMaxProperties(0L);
    JSONSchemaProps neither = new JSONSchemaProps();
    neither.setEnum(List.of(BooleanNode.TRUE, BooleanNode.FALSE));
    schema.setNot(neither);
    if (schema.getDescription() == null) {
      schema.setDescription("A quantity such as 2, 0.5, 500m or 4Gi, as text or number.");
    }
  }

  /** Only printable characters without blanks make a reference that can be pulled. */
  private static void container(JSONSchemaProps schema) {
    at(schema, "image").setPattern("^[!-~]+$");
  }

  private static void pod(JSONSchemaProps schema) {
    labels(at(schema, "labels"), "template.labels");
    labels(at(schema, "nodeSelector"), "template.nodeSelector");
    annotations(at(schema, "annotations"), "template.annotations");
    at(schema, "runtimeClassName").setPattern(KubernetesNames.DNS_SUBDOMAIN);
    at(schema, "priorityClassName").setPattern(KubernetesNames.DNS_SUBDOMAIN);
    // Server-side apply takes none twice.
    keyedBy("name", at(schema, "imagePullSecrets"));
    // The previous version's template has none of these.
    if (schema.getProperties().containsKey("volumes")) {
      laterFields(schema);
    }
  }

  private static void laterFields(JSONSchemaProps schema) {
    at(schema, "serviceAccountName").setPattern(KubernetesNames.DNS_SUBDOMAIN);
    at(schema, "schedulerName").setPattern(KubernetesNames.DNS_SUBDOMAIN);
    keyedBy("ip", at(schema, "hostAliases"));
    keyedBy("name", at(schema, "env"));
    keyedBy("name", at(schema, "volumes"));
    keyedBy("mountPath", at(schema, "volumeMounts"));
    keyedBy(at(schema, "topologySpreadConstraints"), "topologyKey", "whenUnsatisfiable");
  }

  private static void metadata(JSONSchemaProps schema) {
    labels(at(schema, "labels"), "metadata.labels");
    annotations(at(schema, "annotations"), "metadata.annotations");
  }

  private static void clientNamespaces(JSONSchemaProps schema) {
    JSONSchemaProps name = itemsOf(at(schema, "names"));
    name.setPattern(KubernetesNames.DNS_LABEL);
    name.setMaxLength((long) KubernetesNames.DNS_LABEL_MAX);
  }

  private static void dispatcher(JSONSchemaProps schema) {
    labels(at(schema, "labels"), "dispatcher.labels");
    annotations(at(schema, "annotations"), "dispatcher.annotations");
  }

  private static void dispatcherService(JSONSchemaProps schema) {
    annotations(at(schema, "annotations"), "dispatcher.service.annotations");
    at(schema, "type").setEnum(texts("ClusterIP", "NodePort", "LoadBalancer"));
    at(schema, "externalTrafficPolicy").setEnum(texts("Cluster", "Local"));
    itemsOf(at(schema, "ipFamilies")).setEnum(texts("IPv4", "IPv6"));
    at(schema, "ipFamilyPolicy")
        .setEnum(texts("SingleStack", "PreferDualStack", "RequireDualStack"));
    labelKey(at(schema, "loadBalancerClass"), false);
  }

  /** A map of labels, or one that selects by labels. */
  private static void labels(JSONSchemaProps map, String name) {
    keys(map, KubernetesNames.LABEL_KEY, name);
    labelValue(valuesOf(map));
  }

  /**
   * Kubernetes 1.28 takes no rule with a sum over a list that the rule makes: it knows no bound of
   * its cost. So half of the length is allowed once, a quarter three times, and so on. What is too
   * long only with many short ones besides, the API server refuses in the pods, and the farm says
   * so.
   */
  private static void annotations(JSONSchemaProps map, String name) {
    keys(map, KubernetesNames.ANNOTATION_KEY, name);
    valuesOf(map).setMaxLength(ANNOTATION_LENGTH_MAX);
    addRule(
        map,
        "[2, 4, 8, 16, 32].all(n, self.filter(key, size(self[key]) > %d / n).size() < n)"
            .formatted(ANNOTATION_LENGTH_MAX),
        "%s must have at most %d characters in all".formatted(name, ANNOTATION_LENGTH_MAX));
  }

  private static void keys(JSONSchemaProps map, String pattern, String name) {
    addRule(
        map,
        "self.all(key, key.matches('%s') && (!key.contains('/') || key.indexOf('/') <= %d))"
            .formatted(pattern, KubernetesNames.DNS_SUBDOMAIN_MAX),
        "the keys of %s must be such as team or example.com/team: letters, digits, '-', '_' and '.', at most 63 characters,"
                .formatted(name)
            + " after an optional DNS name and '/'");
  }

  private static void toleration(JSONSchemaProps schema) {
    labelKey(at(schema, "key"), true);
    labelValue(at(schema, "value"));
    at(schema, "operator").setEnum(texts("", "Equal", "Exists"));
    at(schema, "effect").setEnum(texts("", "NoSchedule", "PreferNoSchedule", "NoExecute"));
    addRule(
        schema,
        "(has(self.key) && self.key != '') || (has(self.operator) && self.operator == 'Exists')",
        "a toleration without a key must have the operator Exists: it tolerates every taint");
    addRule(
        schema,
        "!has(self.value) || self.value == '' || !has(self.operator) || self.operator != 'Exists'",
        "a toleration with the operator Exists must not have a value");
    addRule(
        schema,
        "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
        "a toleration with tolerationSeconds must have the effect NoExecute");
  }

  private static void reference(JSONSchemaProps schema) {
    JSONSchemaProps name = at(schema, "name");
    name.setMaxLength((long) KubernetesNames.DNS_SUBDOMAIN_MAX);
    // As in Kubernetes, where it is the key of lists; no Secret has it.
    name.setDefault(JsonNodeFactory.instance.textNode(""));
  }

  private static void nodeSelector(JSONSchemaProps schema) {
    schema.setRequired(List.of("nodeSelectorTerms"));
    at(schema, "nodeSelectorTerms").setMinItems(1L);
  }

  /** Of a node's fields only its name can be asked for, and each time for one. */
  private static void nodeSelectorTerm(JSONSchemaProps schema) {
    at(schema, "matchExpressions").setMaxItems(REQUIREMENTS_MAX);
    at(schema, "matchFields").setMaxItems(REQUIREMENTS_MAX);
    JSONSchemaProps field = itemsOf(at(schema, "matchFields"));
    JSONSchemaProps key = at(field, "key");
    key.setEnum(texts("metadata.name"));
    key.setPattern(null);
    key.setXKubernetesValidations(null);
    key.setMaxLength(null);
    at(field, "operator").setEnum(texts("In", "NotIn"));
    field.setRequired(List.of("key", "operator", "values"));
    field.setXKubernetesValidations(null);
    JSONSchemaProps values = at(field, "values");
    values.setMinItems(1L);
    values.setMaxItems(1L);
    itemsOf(values).setPattern(KubernetesNames.DNS_SUBDOMAIN);
    itemsOf(values).setMaxLength((long) KubernetesNames.DNS_SUBDOMAIN_MAX);
  }

  private static void nodeSelectorRequirement(JSONSchemaProps schema) {
    requirement(schema, "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt");
    addRule(
        schema,
        "!has(self.operator) || !(self.operator in ['Gt', 'Lt']) || (has(self.values) && size(self.values) == 1)",
        "with the operator Gt or Lt, values must have one value");
  }

  private static void labelSelectorRequirement(JSONSchemaProps schema) {
    requirement(schema, "In", "NotIn", "Exists", "DoesNotExist");
  }

  private static void requirement(JSONSchemaProps schema, String... operators) {
    schema.setRequired(List.of("key", "operator"));
    labelKey(at(schema, "key"), false);
    at(schema, "operator").setEnum(texts(operators));
    at(schema, "values").setMaxItems(VALUES_MAX);
    labelValue(itemsOf(at(schema, "values")));
    addRule(
        schema,
        "!has(self.operator) || !(self.operator in ['In', 'NotIn']) || (has(self.values) && size(self.values) > 0)",
        "with the operator In or NotIn, values must not be empty");
    addRule(
        schema,
        "!has(self.operator) || !(self.operator in ['Exists', 'DoesNotExist'])"
            + " || !has(self.values) || size(self.values) == 0",
        "with the operator Exists or DoesNotExist, values must be empty");
  }

  /** A preference may be for values that no label can have: it is just never fulfilled. */
  private static void preferredSchedulingTerm(JSONSchemaProps schema) {
    weighted(schema, "preference");
    JSONSchemaProps value =
        itemsOf(at(itemsOf(at(schema, "preference", "matchExpressions")), "values"));
    value.setPattern(null);
    value.setMaxLength((long) KubernetesNames.DNS_SUBDOMAIN_MAX);
  }

  private static void weightedPodAffinityTerm(JSONSchemaProps schema) {
    weighted(schema, "podAffinityTerm");
  }

  private static void weighted(JSONSchemaProps schema, String what) {
    schema.setRequired(List.of("weight", what));
    at(schema, "weight").setMinimum(1.0);
    at(schema, "weight").setMaximum(WEIGHT_MAX);
  }

  private static void podAffinityTerm(JSONSchemaProps schema) {
    schema.setRequired(List.of("topologyKey"));
    labelKey(at(schema, "topologyKey"), false);
    at(schema, "namespaces").setMaxItems(VALUES_MAX);
    JSONSchemaProps namespace = itemsOf(at(schema, "namespaces"));
    namespace.setPattern(KubernetesNames.DNS_LABEL);
    namespace.setMaxLength((long) KubernetesNames.DNS_LABEL_MAX);
    for (String field : List.of("matchLabelKeys", "mismatchLabelKeys")) {
      at(schema, field).setMaxItems(LABEL_KEYS_MAX);
      labelKey(itemsOf(at(schema, field)), false);
      addRule(
          schema,
          "!has(self.%1$s) || size(self.%1$s) == 0 || has(self.labelSelector)".formatted(field),
          field + " must not be there without labelSelector");
    }
    addRule(
        schema,
        "!has(self.matchLabelKeys) || !has(self.mismatchLabelKeys)"
            + " || self.matchLabelKeys.all(key, !(key in self.mismatchLabelKeys))",
        "no key must be in matchLabelKeys and in mismatchLabelKeys");
  }

  private static void labelSelector(JSONSchemaProps schema) {
    at(schema, "matchExpressions").setMaxItems(REQUIREMENTS_MAX);
    at(schema, "matchLabels").setMaxProperties(LABELS_MAX);
    labels(at(schema, "matchLabels"), "matchLabels");
  }

  /** A pattern cannot hold both the form and the length of the part before the slash. */
  static void labelKey(JSONSchemaProps text, boolean canBeEmpty) {
    text.setPattern((canBeEmpty ? "^$|" : "") + KubernetesNames.LABEL_KEY);
    text.setMaxLength((long) KubernetesNames.LABEL_KEY_MAX);
    addRule(
        text,
        "!self.contains('/') || self.indexOf('/') <= " + KubernetesNames.DNS_SUBDOMAIN_MAX,
        "the part before '/' must have at most %d characters"
            .formatted(KubernetesNames.DNS_SUBDOMAIN_MAX));
  }

  private static void labelValue(JSONSchemaProps text) {
    text.setPattern(KubernetesNames.LABEL_VALUE);
    text.setMaxLength((long) KubernetesNames.LABEL_VALUE_MAX);
  }
}
