package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.DispatcherServiceSpec;
import dev.compilefarm.operator.observe.ServiceFact;
import java.util.Optional;

/** Whether the farm's Service has one family of addresses or two. */
final class IpFamilyPolicy {
  private IpFamilyPolicy() {}

  /**
   * What to write. Where nothing is said and nothing was, the field is not the operator's: somebody
   * may have set it by hand.
   */
  static Optional<String> of(DispatcherServiceSpec spec, ServiceFact service) {
    if (spec.ipFamilyPolicy() != null) {
      return Optional.of(spec.ipFamilyPolicy());
    }
    if (spec.ipFamilies().size() > 1) {
      return Optional.of("RequireDualStack");
    }
    return service.familyPolicyIsOurs() ? Optional.of("SingleStack") : Optional.empty();
  }
}
