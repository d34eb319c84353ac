package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where the farm's clients are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClientsSpec(
    @JsonPropertyDescription(
            "Further namespaces whose pods build on this farm. The operator keeps the ConfigMaps "
                + "<farm>-client and <farm>-tenants in each. It needs the chart's value clients.enabled. "
                + "Default: none.")
        ClientNamespacesSpec namespaces) {

  static final ClientsSpec DEFAULTS = new ClientsSpec(null);

  public ClientsSpec {
    namespaces = namespaces == null ? ClientNamespacesSpec.NONE : namespaces;
  }
}
