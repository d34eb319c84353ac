package dev.compilefarm.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Whether a farm can work with the sizes that it names. Pure. */
final class UsableSizes {
  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1L << 20);

  /** More than the dispatcher's disk holds of one message is of no use. */
  private static final BigDecimal MESSAGE_MAX = BigDecimal.valueOf(2L << 30);

  /** As the dispatcher's own setting. */
  private static final BigDecimal SPOOL_MAX = BigDecimal.valueOf(1L << 40);

  /** Below it the JVM itself has too little beside the heap and the spool, which are shares. */
  private static final BigDecimal DISPATCHER_MEMORY_MIN =
      MEBIBYTE.multiply(BigDecimal.valueOf(384));

  /** No node has as much memory, and the API server counts no more than 8Ei. */
  private static final BigDecimal TMP_MAX = BigDecimal.valueOf(1L << 50);

  private static final int VALUE_LENGTH_MAX = 100;

  private static final List<Size> SIZES =
      List.of(
          // A limit of 0 is none for Kubernetes, and with a few kilobytes every compile fails: it
          // holds the source of one job, and the object file that is made of it.
          new Size(
              "/volunteers/tmpSize",
              spec -> spec.volunteers().tmpSize(),
              MEBIBYTE.multiply(BigDecimal.valueOf(16)),
              TMP_MAX,
              "from 16Mi to 1Pi"),
          new Size(
              "/dispatcher/resources/limits/memory",
              spec -> spec.dispatcher().resources().limits().get("memory"),
              DISPATCHER_MEMORY_MIN,
              TMP_MAX,
              "from 384Mi to 1Pi"),
          new Size(
              "/dispatcher/spool/size",
              spec -> spec.dispatcher().spool().size(),
              MEBIBYTE.multiply(BigDecimal.valueOf(64)),
              SPOOL_MAX,
              "from 64Mi to 1Ti"),
          new Size(
              "/queue/maxSourceSize",
              spec -> spec.queue().maxSourceSize(),
              MEBIBYTE,
              MESSAGE_MAX,
              "from 1Mi to 2Gi"),
          new Size(
              "/queue/maxObjectSize",
              spec -> spec.queue().maxObjectSize(),
              MEBIBYTE,
              MESSAGE_MAX,
              "from 1Mi to 2Gi"));

  /**
   * A size of the spec.
   *
   * @param path where it is in the spec
   * @param value its value, or null where the farm does not name it
   * @param right what it must be, in words
   */
  private record Size(
      String path,
      Function<CompileFarmSpec, Quantity> value,
      BigDecimal bytesMin,
      BigDecimal bytesMax,
      String right) {

    private boolean isUsable(CompileFarmSpec spec) {
      Quantity quantity = value.apply(spec);
      if (quantity == null) {
        return true;
      }
      BigDecimal bytes = quantity.getNumericalAmount();
      return bytes.compareTo(bytesMin) >= 0 && bytes.compareTo(bytesMax) <= 0;
    }

    private String refusal(JsonNode tree) {
      return "spec%s is %s: it must be %s"
          .formatted(
              path.replace('/', '.'),
              Words.shortened(tree.at(path).toString(), VALUE_LENGTH_MAX),
              right);
    }
  }

  private UsableSizes() {}

  /**
   * What is wrong with the first one that cannot be used, and what would be right; empty when all
   * is well.
   *
   * @param tree what the spec was read from
   */
  static Optional<String> refusal(CompileFarmSpec spec, JsonNode tree) {
    return SIZES.stream()
        .filter(size -> !size.isUsable(spec))
        .findFirst()
        .map(size -> size.refusal(tree));
  }
}
