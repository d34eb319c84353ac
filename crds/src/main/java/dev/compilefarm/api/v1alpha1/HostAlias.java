package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A line of the pods' /etc/hosts. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostAlias(
    @Required @Size(min = 2, max = 39) @JsonPropertyDescription("The address.") String ip,
    @Size(max = 16) @JsonPropertyDescription("Names of the address. Default: none.")
        List<String> hostnames) {
  public HostAlias {
    hostnames = hostnames == null ? List.of() : List.copyOf(hostnames);
  }
}
