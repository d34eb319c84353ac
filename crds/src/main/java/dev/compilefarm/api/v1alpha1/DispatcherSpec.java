package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** The dispatcher: the Service in front of it, and additions to its pod. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DispatcherSpec(
    @JsonPropertyDescription(
            "The farm's Service, which clients use. Say something here if clients are outside of the "
                + "cluster. Default: a Service of type ClusterIP.")
        DispatcherServiceSpec service,
    @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(key, !key.startsWith('compilefarm.dev/') && !key.startsWith('app.kubernetes.io/'))",
            message =
                "dispatcher.labels must not begin with 'compilefarm.dev/' or 'app.kubernetes.io/': the operator sets these")
        @JsonPropertyDescription(
            "Further labels of the dispatcher's pod. The operator adds sidecar.istio.io/inject: "
                + "\"false\", unless this map has that key. A mesh would show all clients under one address. "
                + "Default: none.")
        Map<String, String> labels,
    @Size(max = 32)
        @ValidationRule(
            value = "self.all(key, !key.startsWith('compilefarm.dev/'))",
            message =
                "dispatcher.annotations must not begin with 'compilefarm.dev/': the operator sets these")
        @JsonPropertyDescription(
            "Further annotations of the dispatcher's pod. The operator adds linkerd.io/inject: "
                + "disabled, unless this map has that key. Default: none.")
        Map<String, String> annotations) {

  static final DispatcherSpec DEFAULTS = new DispatcherSpec(null, null, null);

  public DispatcherSpec {
    service = service == null ? DispatcherServiceSpec.DEFAULTS : service;
    labels = InOrder.of(labels);
    annotations = InOrder.of(annotations);
  }
}
