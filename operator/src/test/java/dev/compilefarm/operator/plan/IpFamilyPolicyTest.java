package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.DispatcherServiceSpec;
import dev.compilefarm.operator.observe.ServiceFact;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IpFamilyPolicyTest {
  private static final ServiceFact OURS = new ServiceFact(Optional.empty(), true);

  @Test
  void wordOfTheFarmCounts() {
    assertEquals(Optional.of("PreferDualStack"), of("PreferDualStack", List.of("IPv6"), OURS));
  }

  @Test
  void twoFamiliesNeedBoth() {
    assertEquals(
        Optional.of("RequireDualStack"), of(null, List.of("IPv6", "IPv4"), ServiceFact.NONE));
  }

  /** The API server would keep the policy of before. */
  @Test
  void policyThatIsTakenAwayGoesBackToTheDefault() {
    assertEquals(Optional.of("SingleStack"), of(null, List.of(), OURS));
  }

  @Test
  void policyThatSomebodySetByHandStays() {
    assertEquals(Optional.empty(), of(null, List.of(), ServiceFact.NONE));
  }

  private static Optional<String> of(String policy, List<String> families, ServiceFact service) {
    return IpFamilyPolicy.of(
        new DispatcherServiceSpec(null, null, null, null, families, policy), service);
  }
}
