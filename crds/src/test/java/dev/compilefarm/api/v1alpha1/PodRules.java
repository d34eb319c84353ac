package dev.compilefarm.api.v1alpha1;

import static dev.compilefarm.api.v1alpha1.SchemaParts.addRule;
import static dev.compilefarm.api.v1alpha1.SchemaParts.at;
import static dev.compilefarm.api.v1alpha1.SchemaParts.itemsOf;
import static dev.compilefarm.api.v1alpha1.SchemaParts.texts;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;

/**
 * The rules of {@link KubernetesRules} about volumes, variables, names and users of a pod. Values
 * that Pod Security's level baseline refuses are not taken: see {@code check_seLinuxOptions.go} of
 * {@code k8s.io/pod-security-admission}.
 */
final class PodRules {
  private static final String SEGMENT = "[.]?[A-Za-z0-9_@%+=-][A-Za-z0-9_@%+=.-]*";

  /** No segment is {@code ..}, and none is empty. */
  private static final String RELATIVE_PATH = "^" + SEGMENT + "(/" + SEGMENT + ")*$";

  private static final String ABSOLUTE_PATH = "^(/" + SEGMENT + ")+$";

  /** A key of a ConfigMap or Secret. */
  private static final String KEY = "^[.]?[A-Za-z0-9_-][A-Za-z0-9_.-]*$";

  private static final long PATH_MAX = 512;

  /** Octal 0777. */
  private static final double MODE_MAX = 511;

  private static final long FILES_MAX = 64;
  private static final long CSI_ATTRIBUTES_MAX = 32;
  private static final long CSI_ATTRIBUTE_LENGTH_MAX = 1024;
  private static final long REFERENCE_MAX = 512;

  private PodRules() {}

  static void topologySpread(JSONSchemaProps schema) {
    KubernetesRules.labelKey(at(schema, "topologyKey"), false);
    at(schema, "whenUnsatisfiable").setEnum(texts("DoNotSchedule", "ScheduleAnyway"));
    at(schema, "nodeAffinityPolicy").setEnum(texts("Honor", "Ignore"));
    at(schema, "nodeTaintsPolicy").setEnum(texts("Honor", "Ignore"));
    itemsOf(at(schema, "matchLabelKeys")).setEnum(texts("pod-template-hash"));
  }

  static void security(JSONSchemaProps schema) {
    at(schema, "fsGroupChangePolicy").setEnum(texts("Always", "OnRootMismatch"));
    itemsOf(at(schema, "supplementalGroups")).setMinimum(0.0);
  }

  static void selinux(JSONSchemaProps schema) {
    at(schema, "type")
        .setEnum(texts("container_t", "container_init_t", "container_kvm_t", "container_engine_t"));
  }

  static void seccomp(JSONSchemaProps schema) {
    at(schema, "type").setEnum(texts("RuntimeDefault", "Localhost"));
    at(schema, "localhostProfile").setPattern(RELATIVE_PATH);
  }

  static void dns(JSONSchemaProps schema) {
    JSONSchemaProps server = itemsOf(at(schema, "nameservers"));
    server.setMaxLength(39L);
    address(server, "self", "template.dnsConfig.nameservers");
    JSONSchemaProps search = itemsOf(at(schema, "searches"));
    search.setPattern(KubernetesNames.DNS_SUBDOMAIN);
    search.setMaxLength((long) KubernetesNames.DNS_SUBDOMAIN_MAX);
  }

  static void hostAlias(JSONSchemaProps schema) {
    address(at(schema, "ip"), "self", "template.hostAliases.ip");
    JSONSchemaProps name = itemsOf(at(schema, "hostnames"));
    name.setPattern(KubernetesNames.DNS_SUBDOMAIN);
    name.setMaxLength((long) KubernetesNames.DNS_SUBDOMAIN_MAX);
  }

  private static void address(JSONSchemaProps schema, String self, String name) {
    addRule(
        schema,
        TenantNames.IS_ADDRESS.replace("self.name", self),
        name + " must be an address: IPv4, or IPv6 in lower case letters");
  }

  static void keyReference(JSONSchemaProps schema) {
    subdomain(at(schema, "name"));
    key(at(schema, "key"));
  }

  static void nameReference(JSONSchemaProps schema) {
    subdomain(at(schema, "name"));
  }

  static void fieldReference(JSONSchemaProps schema) {
    at(schema, "fieldPath")
        .setEnum(
            texts(
                "metadata.name",
                "metadata.namespace",
                "metadata.uid",
                "spec.nodeName",
                "spec.serviceAccountName",
                "status.hostIP",
                "status.hostIPs",
                "status.podIP",
                "status.podIPs"));
  }

  static void volume(JSONSchemaProps schema) {
    at(schema, "name").setPattern(KubernetesNames.DNS_LABEL);
  }

  static void volumeMount(JSONSchemaProps schema) {
    at(schema, "name").setPattern(KubernetesNames.DNS_LABEL);
    at(schema, "mountPath").setPattern(ABSOLUTE_PATH);
    at(schema, "subPath").setPattern(RELATIVE_PATH);
  }

  static void configMapVolume(JSONSchemaProps schema) {
    schema.setRequired(List.of("name"));
    subdomain(at(schema, "name"));
    files(schema);
  }

  static void secretVolume(JSONSchemaProps schema) {
    schema.setRequired(List.of("secretName"));
    subdomain(at(schema, "secretName"));
    files(schema);
  }

  private static void files(JSONSchemaProps schema) {
    mode(at(schema, "defaultMode"));
    at(schema, "items").setMaxItems(FILES_MAX);
  }

  static void keyToPath(JSONSchemaProps schema) {
    schema.setRequired(List.of("key", "path"));
    key(at(schema, "key"));
    mode(at(schema, "mode"));
    at(schema, "path").setPattern(RELATIVE_PATH);
    at(schema, "path").setMaxLength(PATH_MAX);
  }

  private static void mode(JSONSchemaProps schema) {
    schema.setMinimum(0.0);
    schema.setMaximum(MODE_MAX);
  }

  static void claimVolume(JSONSchemaProps schema) {
    schema.setRequired(List.of("claimName"));
    subdomain(at(schema, "claimName"));
  }

  static void csiVolume(JSONSchemaProps schema) {
    schema.setRequired(List.of("driver"));
    at(schema, "driver").setPattern(KubernetesNames.DNS_SUBDOMAIN);
    at(schema, "driver").setMaxLength((long) KubernetesNames.DNS_LABEL_MAX);
    at(schema, "fsType").setPattern("^[a-z0-9._-]*$");
    at(schema, "fsType").setMaxLength((long) KubernetesNames.DNS_LABEL_MAX);
    JSONSchemaProps secret = at(schema, "nodePublishSecretRef");
    secret.setRequired(List.of("name"));
    at(secret, "name").setDefault(null);
    subdomain(at(secret, "name"));
    JSONSchemaProps attributes = at(schema, "volumeAttributes");
    attributes.setMaxProperties(CSI_ATTRIBUTES_MAX);
    SchemaParts.valuesOf(attributes).setMaxLength(CSI_ATTRIBUTE_LENGTH_MAX);
  }

  static void emptyDir(JSONSchemaProps schema) {
    at(schema, "medium").setEnum(texts("", "Memory"));
  }

  static void imageVolume(JSONSchemaProps schema) {
    schema.setRequired(List.of("reference"));
    at(schema, "reference").setPattern("^[!-~]+$");
    at(schema, "reference").setMaxLength(REFERENCE_MAX);
    at(schema, "pullPolicy").setEnum(texts("Always", "IfNotPresent", "Never"));
  }

  private static void subdomain(JSONSchemaProps name) {
    name.setPattern(KubernetesNames.DNS_SUBDOMAIN);
    name.setMaxLength((long) KubernetesNames.DNS_SUBDOMAIN_MAX);
  }

  private static void key(JSONSchemaProps key) {
    key.setPattern(KEY);
    key.setMaxLength((long) KubernetesNames.DNS_SUBDOMAIN_MAX);
  }
}
