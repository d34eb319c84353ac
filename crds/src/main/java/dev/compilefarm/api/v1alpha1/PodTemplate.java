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
        List<LocalObjectReference> imagePullSecrets) {

  static final PodTemplate NONE = new PodTemplate(null, null, null, null, null, null, null, null);

  public PodTemplate {
    labels = InOrder.of(labels);
    annotations = InOrder.of(annotations);
    nodeSelector = InOrder.of(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
  }
}
