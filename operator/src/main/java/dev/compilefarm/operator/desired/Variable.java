package dev.compilefarm.operator.desired;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;

/** Makes variables of a container's environment. */
final class Variable {
  private Variable() {}

  static EnvVar of(String name, Object value) {
    return new EnvVar(name, value.toString(), null);
  }

  /** The value of a field of the pod itself, as {@code metadata.name}. */
  static EnvVar ofPod(String name, String field) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withApiVersion("v1")
        .withFieldPath(field)
        .endFieldRef()
        .endValueFrom()
        .build();
  }
}
