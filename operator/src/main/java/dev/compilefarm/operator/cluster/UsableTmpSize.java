package dev.compilefarm.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Whether volunteers can compile with the TMPDIR that a farm gives them. A limit of 0 is none for
 * Kubernetes, and with a few kilobytes every compile fails. Pure.
 */
final class UsableTmpSize {
  /** The sources of one job, and the object file that is made of them. */
  private static final BigDecimal BYTES_MIN = BigDecimal.valueOf(16L * 1024 * 1024);

  private static final int VALUE_LENGTH_MAX = 100;

  private UsableTmpSize() {}

  /**
   * What is wrong with it, and what would be right; empty when all is well.
   *
   * @param tree what the spec was read from
   */
  static Optional<String> refusal(CompileFarmSpec spec, JsonNode tree) {
    return Optional.ofNullable(spec.volunteers().tmpSize())
        .map(Quantity::getNumericalAmount)
        .filter(bytes -> bytes.compareTo(BYTES_MIN) < 0)
        .map(bytes ->
            "spec.volunteers.tmpSize is %s: it must be at least 16Mi"
                .formatted(
                    Words.shortened(tree.at("/volunteers/tmpSize").toString(), VALUE_LENGTH_MAX)));
  }
}
