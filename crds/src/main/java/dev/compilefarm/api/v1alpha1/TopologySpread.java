package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/** How pods spread over the nodes or zones of a cluster. */
@ValidationRule(
    value =
        "!has(self.minDomains) || (has(self.whenUnsatisfiable) && self.whenUnsatisfiable == 'DoNotSchedule')",
    message =
        "template.topologySpreadConstraints.minDomains needs whenUnsatisfiable: DoNotSchedule")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TopologySpread(
    @Required @Min(1) @JsonPropertyDescription("By how many pods two places may differ.")
        Integer maxSkew,
    @Required
        @JsonPropertyDescription(
            "Label of nodes whose values are the places, for example topology.kubernetes.io/zone.")
        String topologyKey,
    @Required
        @JsonPropertyDescription(
            "DoNotSchedule lets a pod wait, ScheduleAnyway places it all the same.")
        String whenUnsatisfiable,
    @Min(1)
        @JsonPropertyDescription(
            "Number of places that there must be, with DoNotSchedule. Default: 1.")
        Integer minDomains,
    @JsonPropertyDescription(
            "Labels of the pods that are counted. Default: the farm's own pods of this kind.")
        LabelSelector labelSelector,
    @Size(max = 1)
        @JsonPropertyDescription(
            "Only pod-template-hash is taken: pods of other versions are not counted. Default: none.")
        List<String> matchLabelKeys,
    @JsonPropertyDescription(
            "Honor or Ignore the nodeSelector and affinity of the pods. Default: Honor.")
        String nodeAffinityPolicy,
    @JsonPropertyDescription("Honor or Ignore taints of nodes. Default: Ignore.")
        String nodeTaintsPolicy) {
  public TopologySpread {
    matchLabelKeys = matchLabelKeys == null ? List.of() : List.copyOf(matchLabelKeys);
  }
}
