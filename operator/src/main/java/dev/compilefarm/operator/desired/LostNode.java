package dev.compilefarm.operator.desired;

import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * How soon a pod is replaced whose node does not answer. The cluster's default is five minutes, in
 * which a farm at its maximum would be that much smaller, and one without its dispatcher would take
 * no job. Neither holds anything that is worth the wait: a volunteer's jobs have been replayed, a
 * dispatcher's clients are cut off, and it takes a second or two to make another.
 */
final class LostNode {
  /**
   * From when the cluster gives the node up, which it does after most of a minute of silence: a
   * kubelet that is restarted is back by then.
   */
  private static final long REPLACED_AFTER_SECONDS = 30;

  private static final List<String> TAINTS =
      List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

  private static final String EFFECT = "NoExecute";

  private LostNode() {}

  /** With the user's own, whose word on such nodes holds. */
  static List<Toleration> tolerations(Collection<Toleration> users) {
    return Stream.concat(
            users.stream(),
            TAINTS.stream()
                .filter(
                    taint -> users.stream().noneMatch(toleration -> speaksOf(taint, toleration)))
                .map(LostNode::toleration))
        .toList();
  }

  /** No key means every taint, no effect every effect. */
  private static boolean speaksOf(String taint, Toleration toleration) {
    return isAny(toleration.getKey(), taint) && isAny(toleration.getEffect(), EFFECT);
  }

  private static boolean isAny(String said, String meant) {
    return said == null || said.isEmpty() || said.equals(meant);
  }

  private static Toleration toleration(String taint) {
    return new TolerationBuilder()
        .withKey(taint)
        .withOperator("Exists")
        .withEffect(EFFECT)
        .withTolerationSeconds(REPLACED_AFTER_SECONDS)
        .build();
  }
}
