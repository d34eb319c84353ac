package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a volume is in the container. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodVolumeMount(
    @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the volume in 'volumes'.")
        String name,
    @Required
        @Size(min = 2, max = 512)
        @ValidationRule(
            value = PodVolumeMount.IS_FREE,
            message =
                "template.volumeMounts.mountPath must not be in or around /tmp, /spool, /opt/compilefarm, /proc, /sys, /dev or /var/run/secrets")
        @JsonPropertyDescription("Absolute path where the volume is in the container.")
        String mountPath,
    @Size(min = 1, max = 512)
        @JsonPropertyDescription("Path in the volume, in the place of its root. Default: the root.")
        String subPath,
    @JsonPropertyDescription("If true, the container cannot write there. Default: false.")
        Boolean readOnly) {
  static final String IS_FREE =
      "!self.matches('^/(tmp|spool|opt/compilefarm|proc|sys|dev|run/secrets|var/run/secrets)(/.*)?$') && !(self in ['/opt', '/run', '/var', '/var/run'])";
}
