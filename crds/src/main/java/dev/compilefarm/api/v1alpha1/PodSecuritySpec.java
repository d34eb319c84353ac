package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Users, groups and profiles of the pods. Nothing here is weaker than Pod Security's level
 * restricted.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodSecuritySpec(
    @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription(
            "User of the containers, never root. Default: 10001, or the cluster's choice where it assigns users.")
        Integer runAsUser,
    @Min(0)
        @Max(2147483647)
        @JsonPropertyDescription(
            "Group of the containers. Default: 10001, or the cluster's choice.")
        Integer runAsGroup,
    @Min(0)
        @Max(2147483647)
        @JsonPropertyDescription(
            "Group that volumes belong to. Default: 10001, or the cluster's choice.")
        Integer fsGroup,
    @JsonPropertyDescription(
            "OnRootMismatch or Always: when the group of a volume's files is changed. Default: Always.")
        String fsGroupChangePolicy,
    @Size(max = 16) @JsonPropertyDescription("Further groups of the containers. Default: none.")
        List<Integer> supplementalGroups,
    @JsonPropertyDescription("Labels of SELinux. Default: the node's choice.")
        SelinuxSpec seLinuxOptions,
    @JsonPropertyDescription(
            "Which calls of the kernel the pods may make. Default: RuntimeDefault.")
        SeccompSpec seccompProfile) {
  static final PodSecuritySpec DEFAULTS =
      new PodSecuritySpec(null, null, null, null, null, null, null);

  public PodSecuritySpec {
    supplementalGroups = supplementalGroups == null ? List.of() : List.copyOf(supplementalGroups);
  }
}
