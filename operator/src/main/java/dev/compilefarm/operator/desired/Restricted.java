package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.PodSecuritySpec;
import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.api.v1alpha1.SeccompSpec;
import dev.compilefarm.api.v1alpha1.SelinuxSpec;
import dev.compilefarm.operator.plan.PodSettings;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SELinuxOptionsBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Optional;

/** What Pod Security's level "restricted" asks for, and a read-only root besides. */
final class Restricted {
  /**
   * Any id but 0 would do; the images own nothing that is written to. Where the cluster assigns
   * ids, it refuses a pod that names one out of its range.
   */
  private static final long UID = 10001;

  private Restricted() {}

  /** As the farm says, where it says something; nothing that it can say is weaker. */
  static PodSecurityContext pod(PodSettings pods, PodTemplate template) {
    PodSecuritySpec said = template.securityContextOrDefaults();
    Long id = pods.idsAssigned() ? null : UID;
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(id(said.runAsUser(), id))
        .withRunAsGroup(id(said.runAsGroup(), id))
        .withFsGroup(id(said.fsGroup(), id))
        .withFsGroupChangePolicy(said.fsGroupChangePolicy())
        .withSupplementalGroups(said.supplementalGroups().stream().map(Integer::longValue).toList())
        .withSeLinuxOptions(
            Optional.ofNullable(said.seLinuxOptions()).map(Restricted::selinux).orElse(null))
        .withSeccompProfile(seccomp(said.seccompProfile()))
        .build();
  }

  private static Long id(Integer said, Long ours) {
    return said == null ? ours : Long.valueOf(said);
  }

  private static SELinuxOptions selinux(SelinuxSpec said) {
    return new SELinuxOptionsBuilder().withLevel(said.level()).withType(said.type()).build();
  }

  private static SeccompProfile seccomp(SeccompSpec said) {
    return said == null
        ? new SeccompProfile(null, "RuntimeDefault")
        : new SeccompProfile(said.localhostProfile(), said.type());
  }

  static SecurityContext container() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
