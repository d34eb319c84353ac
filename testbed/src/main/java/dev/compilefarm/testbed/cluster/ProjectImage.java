package dev.compilefarm.testbed.cluster;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import java.util.Locale;

/** The five images that {@code dev/images} builds. */
public enum ProjectImage {
  OPERATOR,
  TOOLS,
  DISPATCHER,
  VOLUNTEER,
  CLIENT;

  /** Its name without registry and tag. */
  public String repository() {
    return "compilefarm/" + part();
  }

  /** The key of the chart's values under which it is configured. */
  public String part() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name and tag in the local Docker engine. */
  String local() {
    return repository() + ":" + Checkout.version();
  }

  /**
   * The engine's id of it, which changes with the content.
   *
   * @throws IllegalStateException when the engine does not have it
   */
  String id() {
    try {
      return Command.output("docker", "image", "inspect", "--format", "{{.Id}}", local());
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "the Docker engine has no " + local() + ": dev/images makes it", e);
    }
  }
}
