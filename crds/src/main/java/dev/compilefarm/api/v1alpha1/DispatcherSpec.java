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
        Map<String, String> annotations,
    @JsonPropertyDescription(
            "Compute resources of the dispatcher's container. A map that you give takes the place of "
                + "its default; there always is a memory limit. From 384Mi of memory on, more of it lets "
                + "more jobs wait in memory. Default: requests of 100m and 256Mi, limits of 2 and 512Mi.")
        ResourcesSpec resources,
    @JsonPropertyDescription(
            "The disk for what the dispatcher's memory does not hold. Default: 3584Mi for all jobs.")
        DispatcherSpoolSpec spool,
    @JsonPropertyDescription(
            "Additions to the dispatcher's pod. Its labels and annotations win over 'labels' and "
                + "'annotations'. Default: none.")
        PodTemplate template) {

  static final DispatcherSpec DEFAULTS = new DispatcherSpec(null, null, null, null, null, null);

  public DispatcherSpec {
    service = service == null ? DispatcherServiceSpec.DEFAULTS : service;
    labels = InOrder.of(labels);
    annotations = InOrder.of(annotations);
    resources = resources == null ? ResourcesSpec.NONE : resources;
    spool = spool == null ? DispatcherSpoolSpec.DEFAULTS : spool;
    template = template == null ? PodTemplate.NONE : template;
  }
}
