package dev.compilefarm.dispatcher.it;

import java.util.List;

/** The JVM of the dispatcher's image in the pod that the operator makes. */
public final class PackagedJvm {

  /** The image's; 230 MiB are 45 % of the pod's 512, as {@code MaxRAMPercentage} has it. */
  public static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-Xmx230m", "-XX:MaxNewSize=16m", "-XX:+ExitOnOutOfMemoryError");

  private PackagedJvm() {}
}
