package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Requests and limits as a container has them. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourcesSpec(
    @Size(max = 16)
        @JsonPropertyDescription(
            "What the scheduler reserves for the pod, by resource name: cpu, memory. Default: the limits, "
                + "and for the dispatcher 100m and 256Mi.")
        Map<String, Quantity> requests,
    @Size(max = 16)
        @JsonPropertyDescription(
            "What the pod may use at most, by resource name: cpu, memory. A volunteer's cpu limit is "
                + "also the default of 'slots'. Default: none, and for the dispatcher 2 and 512Mi.")
        Map<String, Quantity> limits) {

  static final ResourcesSpec NONE = new ResourcesSpec(null, null);

  public ResourcesSpec {
    requests = InOrder.of(requests);
    limits = InOrder.of(limits);
  }
}
