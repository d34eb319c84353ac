package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;

/**
 * What users may add to pods of a farm, the dispatcher's and the volunteers'. A small set on
 * purpose: everything else of the pod (security context, probes, volumes, grace period) is part of
 * how a farm keeps its promises.
 */
@ValidationRule(
    value =
        "!has(self.volumeMounts) || self.volumeMounts.all(m, has(self.volumes) && self.volumes.exists(v, v.name == m.name))",
    message = "template.volumeMounts must name volumes that are in template.volumes")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodTemplate(
    @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(key, !key.startsWith('compilefarm.dev/') && !key.startsWith('app.kubernetes.io/'))",
            message =
                "template.labels must not begin with 'compilefarm.dev/' or 'app.kubernetes.io/': the operator sets these")
        @JsonPropertyDescription("Further labels of the pods. Default: none.")
        Map<String, String> labels,
    @Size(max = 32)
        @ValidationRule(
            value = "self.all(key, !key.startsWith('compilefarm.dev/'))",
            message =
                "template.annotations must not begin with 'compilefarm.dev/': the operator sets these")
        @JsonPropertyDescription("Further annotations of the pods. Default: none.")
        Map<String, String> annotations,
    @Size(max = 32)
        @JsonPropertyDescription("Labels that a node must have to run the pods. Default: none.")
        Map<String, String> nodeSelector,
    @Size(max = 32)
        @JsonPropertyDescription("Taints of nodes that the pods tolerate. Default: none.")
        List<Toleration> tolerations,
    @JsonPropertyDescription(
            "Nodes and neighbours that the pods need, prefer or avoid, in the fields of a pod's "
                + "affinity. Default: none.")
        Affinity affinity,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "RuntimeClass of the pods, for example a sandbox such as gVisor. Volunteers run what "
                + "their users send. Default: the cluster's own.")
        String runtimeClassName,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription("PriorityClass of the pods. Default: the cluster's own.")
        String priorityClassName,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Secrets with credentials for the registry of the image. Default: none.")
        List<LocalObjectReference> imagePullSecrets,
    @Size(max = 8)
        @JsonPropertyDescription("How the pods spread over nodes or zones. Default: none.")
        List<TopologySpread> topologySpreadConstraints,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "ServiceAccount of the pods, for example one with pull secrets. Volunteers get no token of it. The dispatcher's is given the rights that the dispatcher needs. Default: 'default', and for the dispatcher one of its own.")
        String serviceAccountName,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription("Scheduler of the pods. Default: default-scheduler.")
        String schedulerName,
    @JsonPropertyDescription(
            "If false, the pods have a user namespace of their own, where nodes can do that: users in them are nobody outside. Default: the cluster's own.")
        Boolean hostUsers,
    @JsonPropertyDescription(
            "Users, groups and profiles of the pods. Default: what Pod Security calls restricted, as user 10001.")
        PodSecuritySpec securityContext,
    @JsonPropertyDescription("Additions to the pods' resolver. Default: none.") DnsSpec dnsConfig,
    @Size(max = 32) @JsonPropertyDescription("Lines for the pods' /etc/hosts. Default: none.")
        List<HostAlias> hostAliases,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Further variables of the container, such as LM_LICENSE_FILE. Compilers on volunteers get them. Default: none.")
        List<EnvironmentVariable> env,
    @Size(max = 16)
        @JsonPropertyDescription(
            "ConfigMaps and Secrets whose keys become variables of the container. Those that the operator sets win. Default: none.")
        List<EnvironmentSource> envFrom,
    @Size(max = 16) @JsonPropertyDescription("Further volumes of the pods. Default: none.")
        List<PodVolume> volumes,
    @Size(max = 32)
        @JsonPropertyDescription("Where these volumes are in the container. Default: none.")
        List<PodVolumeMount> volumeMounts) {

  static final PodTemplate NONE =
      new PodTemplate(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null);

  public PodTemplate {
    labels = InOrder.of(labels);
    annotations = InOrder.of(annotations);
    nodeSelector = InOrder.of(nodeSelector);
    tolerations = listOf(tolerations);
    imagePullSecrets = listOf(imagePullSecrets);
    topologySpreadConstraints = listOf(topologySpreadConstraints);
    hostAliases = listOf(hostAliases);
    env = listOf(env);
    envFrom = listOf(envFrom);
    volumes = listOf(volumes);
    volumeMounts = listOf(volumeMounts);
  }

  /** What the pods run as, also where nothing is said of it. */
  public PodSecuritySpec securityContextOrDefaults() {
    return securityContext == null ? PodSecuritySpec.DEFAULTS : securityContext;
  }

  private static <T> List<T> listOf(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
