package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;

/** The disk for what the dispatcher's memory does not hold. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DispatcherSpoolSpec(
    @JsonPropertyDescription(
            "Most that the dispatcher keeps on its disk, of all jobs together, as a quantity. The "
                + "volume has room for one largest source and one largest object besides. From 64Mi to "
                + "1Ti. Default: 3584Mi.")
        Quantity size) {

  static final DispatcherSpoolSpec DEFAULTS = new DispatcherSpoolSpec(null);
}
