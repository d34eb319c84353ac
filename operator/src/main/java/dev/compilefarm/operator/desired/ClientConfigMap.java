package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.desired.DistccHosts.Mode;
import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** The environment of clients, for {@code envFrom}. */
final class ClientConfigMap {
  private ClientConfigMap() {}

  static ConfigMap of(Plan plan) {
    return new ConfigMapBuilder()
        .withMetadata(Metadata.of(plan, plan.names().client(), Labels.CLIENT))
        .editMetadata()
        .addToAnnotations(Annotations.CLIENT_LIMIT, reason(plan))
        .endMetadata()
        .addToData("DISTCC_HOSTS", DistccHosts.shared(plan, Mode.PLAIN))
        // distcc does not know this name: who runs distcc-pump sets DISTCC_HOSTS to it.
        .addToData("DISTCC_PUMP_HOSTS", DistccHosts.shared(plan, Mode.PUMP))
        // Seconds for which a failed entry is avoided; the default of 60 sends a whole build home.
        // Never 0: distcc 3.4
        // then tries a broken entry for ever.
        .addToData("DISTCC_BACKOFF_PERIOD", "1")
        // Between two looks for a free entry; the default is a second, as long as a compile.
        .addToData("DISTCC_PAUSE_TIME_MSEC", "50")
        // The name of the compiler as it is. distcc would make x86_64-linux-gnu-g++ of g++ where
        // there is one, which is another compiler in images that have their own g++ elsewhere.
        .addToData("DISTCC_NO_REWRITE_CROSS", "1")
        // So many jobs of a build under pump may be refused and then compile at home. The default
        // of 1 ends pump for the whole build at the first one (src/compile.c of distcc 3.4).
        .addToData("DISTCC_MAX_DISCREPANCY", "1000000")
        .build();
  }

  /** For people, and beside the data: a pod's {@code envFrom} takes all of the data. */
  private static String reason(Plan plan) {
    return ("Each of the two entries takes %d jobs of a client at a time. The number follows the largest size"
            + " of the farm, with 32 at least and 256 at most. So make -j%d sends all of its jobs")
        .formatted(plan.clientLimit(), 2 * plan.clientLimit());
  }
}
