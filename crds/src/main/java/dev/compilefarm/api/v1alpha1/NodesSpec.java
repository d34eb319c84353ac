package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What the farm keeps ready on the cluster's nodes, so that volunteers start sooner. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodesSpec(
    @Default("false")
        @JsonPropertyDescription(
            "If true, every node where volunteers may run pulls their images before a volunteer "
                + "comes, and keeps them. The DaemonSet <farm>-images does it with a pod on each node, "
                + "which then waits and needs next to nothing. Default: false.")
        Boolean prePullImages,
    @Default("0")
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
            "Number of volunteers that the farm keeps room for on the nodes. Pods of low priority hold "
                + "it, with the 'resources' of a volunteer, and give way when volunteers come. A cluster "
                + "autoscaler makes nodes for them. Near 'scaling.maxVolunteers' there are fewer. Without "
                + "requests in 'volunteers.resources' they hold nothing. Default: 0.")
        Integer placeholders) {

  static final NodesSpec DEFAULTS = new NodesSpec(null, null);

  public NodesSpec {
    prePullImages = prePullImages != null && prePullImages;
    placeholders = placeholders == null ? 0 : placeholders;
  }
}
