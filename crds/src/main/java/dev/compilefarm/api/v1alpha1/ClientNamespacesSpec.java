package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Optional;

/** Namespaces by name, by label, or by both. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClientNamespacesSpec(
    @Size(max = MAX) @JsonPropertyDescription("Names of namespaces. Default: none.")
        List<String> names,
    @JsonPropertyDescription(
            "Labels of namespaces. A namespace that gets these labels later gets the ConfigMaps too. "
                + "An empty selector selects every namespace. Default: none.")
        LabelSelector selector) {

  /** The largest number of namespaces that get a farm's ConfigMaps. */
  public static final int MAX = 256;

  static final ClientNamespacesSpec NONE = new ClientNamespacesSpec(null, null);

  public ClientNamespacesSpec {
    names = names == null ? List.of() : List.copyOf(names);
  }

  /** Empty where no namespace is chosen by its labels. */
  public Optional<LabelSelector> bySelector() {
    return Optional.ofNullable(selector);
  }

  /** Whether nothing is said. */
  public boolean saysNothing() {
    return names.isEmpty() && selector == null;
  }
}
