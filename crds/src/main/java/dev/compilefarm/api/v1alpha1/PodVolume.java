package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.CSIVolumeSource;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.ImageVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;

/**
 * A volume of a kind that every namespace may have: none of a node, and none that Pod Security
 * refuses.
 */
@ValidationRule(
    value =
        "[has(self.configMap), has(self.secret), has(self.persistentVolumeClaim), has(self.csi), has(self.emptyDir), has(self.image)].filter(there, there).size() == 1",
    message =
        "template.volumes must each have one of configMap, secret, persistentVolumeClaim, csi, emptyDir and image")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodVolume(
    @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "!(self in ['tmp', 'spool', 'tools'])",
            message =
                "template.volumes.name must not be tmp, spool or tools: the operator has volumes of these names")
        @JsonPropertyDescription("Name of the volume.")
        String name,
    @JsonPropertyDescription("Files from a ConfigMap. Default: none.")
        ConfigMapVolumeSource configMap,
    @JsonPropertyDescription("Files from a Secret. Jobs can read them. Default: none.")
        SecretVolumeSource secret,
    @JsonPropertyDescription(
            "A claim in the namespace. Several pods on several nodes mount it, so its access mode must allow that. Default: none.")
        PersistentVolumeClaimVolumeSource persistentVolumeClaim,
    @JsonPropertyDescription("A volume that a CSI driver makes for each pod. Default: none.")
        CSIVolumeSource csi,
    @JsonPropertyDescription("An empty directory. Default: none.") EmptyDirVolumeSource emptyDir,
    @JsonPropertyDescription(
            "The files of an image, such as a toolchain. From Kubernetes 1.35 on, or with its feature gate ImageVolume. Default: none.")
        ImageVolumeSource image) {}
