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
            "The pods that compile: each runs distccd with a fixed number of slots.")
        VolunteersSpec volunteers,
    @Default("{}") @JsonPropertyDescription("How many volunteers there are, and when.")
        ScalingSpec scaling,
    @Default("{}")
        @JsonPropertyDescription(
            "Bounds of the farm's queue, and shares of its tenants. A change replaces the dispatcher: builds go on, the new one"
                + " takes the new jobs and the old one finishes those it has. While both run, each counts shares and limits for"
                + " itself.")
        QueueSpec queue,
    @SpecReplicas
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
            "When set: exactly so many volunteers and no autoscaling, whatever 'scaling' says. This is the field behind the"
                + " scale subresource, for 'kubectl scale', an HPA or KEDA. An HPA takes 0, or nothing, as an order to leave"
                + " the farm alone.")
        Integer replicas,
    @Default("false")
        @JsonPropertyDescription(
            "When true the operator leaves all objects of the farm as they are and only reports status.")
        Boolean paused) {

  /** A farm about which nothing is said. */
  public static final CompileFarmSpec DEFAULTS = new CompileFarmSpec(null, null, null, null, null);

  public CompileFarmSpec {
    volunteers = volunteers == null ? VolunteersSpec.DEFAULTS : volunteers;
    scaling = scaling == null ? ScalingSpec.DEFAULTS : scaling;
    queue = queue == null ? QueueSpec.DEFAULTS : queue;
    paused = paused != null && paused;
  }
}
