package dev.compilefarm.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a farm says itself what its pods put up with, nothing is added to that. */
class LostNodeTest {
  private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

  @Test
  void silentNodesArePutUpWithForHalfAMinute() {
    assertEquals(
        List.of("node.kubernetes.io/not-ready 30", "node.kubernetes.io/unreachable 30"),
        with(List.of()));
  }

  @Test
  void anotherTaintIsAnotherMatter() {
    assertEquals(
        List.of(
            "dedicated null",
            "node.kubernetes.io/not-ready 30",
            "node.kubernetes.io/unreachable 30"),
        with(List.of(user().withKey("dedicated").build())));
  }

  @Test
  void usersWordOnSilentNodesHolds() {
    assertEquals(
        List.of("node.kubernetes.io/unreachable 900", "node.kubernetes.io/not-ready 30"),
        with(
            List.of(
                user()
                    .withKey(UNREACHABLE)
                    .withEffect("NoExecute")
                    .withTolerationSeconds(900L)
                    .build())));
  }

  @Test
  void usersWordOnSchedulingThereIsNone() {
    assertEquals(
        3, with(List.of(user().withKey(UNREACHABLE).withEffect("NoSchedule").build())).size());
  }

  @Test
  void whoPutsUpWithEverythingDoesSoForGood() {
    assertEquals(List.of("null null"), with(List.of(user().build())));
  }

  private static TolerationBuilder user() {
    return new TolerationBuilder().withOperator("Exists");
  }

  private static List<String> with(List<Toleration> users) {
    return LostNode.tolerations(users).stream()
        .map(t -> t.getKey() + " " + t.getTolerationSeconds())
        .toList();
  }
}
