package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;

/**
 * Pods or addresses, as a peer of a NetworkPolicy names them. An {@code ipBlock} has no {@code
 * except} here.
 */
@ValidationRule(
    value = "has(self.ipBlock) || has(self.podSelector) || has(self.namespaceSelector)",
    message = "a peer must have an ipBlock, a podSelector or a namespaceSelector")
@ValidationRule(
    value = "!has(self.ipBlock) || !(has(self.podSelector) || has(self.namespaceSelector))",
    message = "a peer with an ipBlock must have no podSelector and no namespaceSelector")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkPeerSpec(
    @JsonPropertyDescription(
            "Labels of pods. An empty selector selects all pods. Without 'namespaceSelector' they are "
                + "pods of the farm's namespace.")
        LabelSelector podSelector,
    @JsonPropertyDescription(
            "Labels of namespaces. An empty selector selects all namespaces. Without 'podSelector' all "
                + "of their pods are meant.")
        LabelSelector namespaceSelector,
    @JsonPropertyDescription("Addresses. Not together with a selector.") IpBlockSpec ipBlock) {}
