package dev.compilefarm.dispatcher.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.dispatcher.volunteer.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a pod tells of the container in which its distccd runs. Pure. */
final class PodContainer {
  /** The operator gives it this name. */
  private static final String NAME = "distccd";

  /** The kubelet's word for a container in which the kernel killed something for its memory. */
  private static final String OUT_OF_MEMORY = "OOMKilled";

  /** Exit code after SIGKILL, whoever sent it: some runtimes tell no more than that. */
  private static final int KILLED = 137;

  private PodContainer() {}

  /** The container; nothing before the kubelet has told of it. */
  static Optional<Container> read(JsonNode pod) {
    JsonNode status = named(pod.at("/status/containerStatuses"));
    if (status.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode now = status.at("/state/terminated");
    boolean isDead = now.isObject();
    JsonNode latest = isDead ? now : status.at("/lastState/terminated");
    int deaths = Math.max(0, status.path("restartCount").asInt()) + (isDead ? 1 : 0);
    boolean ranOutOfMemory = latest.path("reason").asText().equals(OUT_OF_MEMORY);
    boolean wasKilled = ranOutOfMemory || latest.path("exitCode").asInt() == KILLED;
    return Optional.of(new Container(deaths, wasKilled, ranOutOfMemory, memory(pod)));
  }

  private static OptionalLong memory(JsonNode pod) {
    String limit = named(pod.at("/spec/containers")).at("/resources/limits/memory").asText();
    if (limit.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Quantity.getAmountInBytes(new Quantity(limit)).longValueExact());
    } catch (ArithmeticException | IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  private static JsonNode named(JsonNode containers) {
    for (JsonNode container : containers) {
      if (container.path("name").asText().equals(NAME)) {
        return container;
      }
    }
    return containers.path(0);
  }
}
