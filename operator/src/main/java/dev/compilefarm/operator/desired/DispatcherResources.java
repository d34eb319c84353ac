package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.ResourcesSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * The compute resources of the dispatcher's container: the farm's, where it names some. It has
 * limits of its own, since a ResourceQuota on limits takes no pod without them.
 *
 * <p>No request of ephemeral storage: the spool is empty but for rare hours, and a request would
 * keep gibibytes of the node from others all the time.
 */
final class DispatcherResources {
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";

  /** What its image's budgets are made for: heap and spool are shares of the limit. */
  private static final Quantity MEMORY_LIMIT = new Quantity("512Mi");

  /**
   * More than one queue's decisions and transfers take, so it is not slowed down; and the JVM makes
   * threads for that many cores, not for all of a large node.
   */
  private static final Quantity CPU_LIMIT = new Quantity("2");

  /** Of a farm at rest, and some waiting jobs. */
  private static final Map<String, Quantity> REQUESTS =
      Map.of(CPU, new Quantity("100m"), MEMORY, new Quantity("256Mi"));

  private static final Map<String, Quantity> LIMITS = Map.of(CPU, CPU_LIMIT, MEMORY, MEMORY_LIMIT);

  private DispatcherResources() {}

  /**
   * A map that the farm gives takes the place of ours, and what is left of ours gives way to it.
   * Without a memory limit the JVM would take its share of the whole node.
   */
  static ResourceRequirements of(ResourcesSpec farms) {
    Map<String, Quantity> limits = new TreeMap<>(farms.limits());
    Map<String, Quantity> requests = new TreeMap<>(farms.requests());
    if (limits.isEmpty()) {
      limits.putAll(within(LIMITS, requests, DispatcherResources::larger));
    }
    if (!limits.containsKey(MEMORY)) {
      limits.putAll(within(Map.of(MEMORY, MEMORY_LIMIT), requests, DispatcherResources::larger));
    }
    if (requests.isEmpty()) {
      requests.putAll(within(REQUESTS, limits, DispatcherResources::smaller));
    }
    return new ResourceRequirementsBuilder().withRequests(requests).withLimits(limits).build();
  }

  private static Map<String, Quantity> within(
      Map<String, Quantity> ours, Map<String, Quantity> farms, BinaryOperator<Quantity> which) {
    Map<String, Quantity> all = new TreeMap<>(ours);
    all.replaceAll((name, quantity) ->
        farms.containsKey(name) ? which.apply(quantity, farms.get(name)) : quantity);
    return all;
  }

  private static Quantity larger(Quantity ours, Quantity farms) {
    return isLarger(farms, ours) ? farms : ours;
  }

  private static Quantity smaller(Quantity ours, Quantity farms) {
    return isLarger(ours, farms) ? farms : ours;
  }

  private static boolean isLarger(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount()) > 0;
  }
}
