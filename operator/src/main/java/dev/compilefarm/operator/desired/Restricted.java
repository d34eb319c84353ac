package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.PodSettings;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/** What Pod Security's level "restricted" asks for, and a read-only root besides. */
final class Restricted {
  /**
   * Any id but 0 would do; the images own nothing that is written to. Where the cluster assigns
   * ids, it refuses a pod that names one out of its range.
   */
  private static final long UID = 10001;

  private Restricted() {}

  static PodSecurityContext pod(PodSettings pods) {
    Long id = pods.idsAssigned() ? null : UID;
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(id)
        .withRunAsGroup(id)
        .withFsGroup(id)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
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
