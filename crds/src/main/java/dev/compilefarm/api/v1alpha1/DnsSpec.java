package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Additions to the pods' /etc/resolv.conf. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DnsSpec(
    @Size(max = 3) @JsonPropertyDescription("Addresses of further name servers. Default: none.")
        List<String> nameservers,
    @Size(max = 8)
        @JsonPropertyDescription("Further domains that names are looked up in. Default: none.")
        List<String> searches,
    @Size(max = 16) @JsonPropertyDescription("Further options of the resolver. Default: none.")
        List<DnsOption> options) {
  public DnsSpec {
    nameservers = nameservers == null ? List.of() : List.copyOf(nameservers);
    searches = searches == null ? List.of() : List.copyOf(searches);
    options = options == null ? List.of() : List.copyOf(options);
  }
}
