package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * What all objects of a farm carry besides what the operator writes. Nothing is copied from the
 * farm's own metadata: tools such as Argo CD and kubectl find their objects by what they write
 * there.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MetadataSpec(
    @Size(max = 32)
        @ValidationRule(
            value = MetadataSpec.IS_FREE,
            message =
                "metadata.labels must not begin with a prefix of others: " + MetadataSpec.PREFIXES)
        @JsonPropertyDescription("Further labels of the objects. Default: none.")
        Map<String, String> labels,
    @Size(max = 32)
        @ValidationRule(
            value = MetadataSpec.IS_FREE,
            message =
                "metadata.annotations must not begin with a prefix of others: "
                    + MetadataSpec.PREFIXES)
        @JsonPropertyDescription("Further annotations of the objects. Default: none.")
        Map<String, String> annotations) {

  /** By which the operator, controllers and tools find their own. */
  static final String PREFIXES =
      "compilefarm.dev/, app.kubernetes.io/, argocd.argoproj.io/, deployment.kubernetes.io/, "
          + "kubectl.kubernetes.io/, meta.helm.sh/";

  static final String IS_FREE =
      "self.all(key, !key.matches('^(compilefarm[.]dev|app[.]kubernetes[.]io|argocd[.]argoproj[.]io"
          + "|deployment[.]kubernetes[.]io|kubectl[.]kubernetes[.]io|meta[.]helm[.]sh)/'))";

  static final MetadataSpec DEFAULTS = new MetadataSpec(null, null);

  public MetadataSpec {
    labels = InOrder.of(labels);
    annotations = InOrder.of(annotations);
  }
}
