package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;

/** What a farm shall be. Every field may be left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CompileFarmSpec(
    @Default("{}")
        @JsonPropertyDescription(
            "The pods that compile. Each runs distccd with a fixed number of slots.")
        VolunteersSpec volunteers,
    @Default("{}")
        @JsonPropertyDescription(
            "How many volunteers the farm has, and when. The field 'replicas' overrides it.")
        ScalingSpec scaling,
    @Default("{}")
        @JsonPropertyDescription(
            "Bounds of the farm's queue, and shares of its tenants. A change replaces the dispatcher, "
                + "and builds go on. The new dispatcher takes the new jobs, and the old one finishes the "
                + "jobs that it has. While both run, each counts shares and limits for itself.")
        QueueSpec queue,
    @JsonPropertyDescription("Where the pods are that build on this farm.") ClientsSpec clients,
    @JsonPropertyDescription(
            "From where the farm can be reached, if the cluster's network plugin enforces NetworkPolicies.")
        AccessSpec access,
    @JsonPropertyDescription(
            "The dispatcher's pod, and the Service in front of it. A change of its pod replaces the "
                + "dispatcher, and builds go on.")
        DispatcherSpec dispatcher,
    @JsonPropertyDescription(
            "What the farm keeps ready on the cluster's nodes, so that volunteers start sooner.")
        NodesSpec nodes,
    @JsonPropertyDescription(
            "Labels and annotations of all objects of the farm, for example of its Services. Pods have "
                + "theirs in 'template', so that a change here replaces none.")
        MetadataSpec metadata,
    @SpecReplicas
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
            "Number of volunteers, fixed. The farm then has exactly this many, whatever 'scaling' "
                + "says. The scale subresource uses this field, for 'kubectl scale', an HPA or KEDA. An HPA "
                + "takes 0 or no value as an order to leave the farm alone. Default: no value, and the farm "
                + "follows its queue.")
        Integer replicas,
    @Default("false")
        @JsonPropertyDescription(
            "If true, the operator changes no object of the farm and only writes its status. The farm "
                + "works on and keeps its size. A farm that is deleted is not paused. Default: false.")
        Boolean paused) {

  /** A farm about which nothing is said. */
  public static final CompileFarmSpec DEFAULTS =
      new CompileFarmSpec(null, null, null, null, null, null, null, null, null, null);

  public CompileFarmSpec {
    volunteers = volunteers == null ? VolunteersSpec.DEFAULTS : volunteers;
    scaling = scaling == null ? ScalingSpec.DEFAULTS : scaling;
    queue = queue == null ? QueueSpec.DEFAULTS : queue;
    clients = clients == null ? ClientsSpec.DEFAULTS : clients;
    access = access == null ? AccessSpec.DEFAULTS : access;
    dispatcher = dispatcher == null ? DispatcherSpec.DEFAULTS : dispatcher;
    nodes = nodes == null ? NodesSpec.DEFAULTS : nodes;
    metadata = metadata == null ? MetadataSpec.DEFAULTS : metadata;
    paused = paused != null && paused;
  }
}
