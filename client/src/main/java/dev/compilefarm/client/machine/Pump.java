package dev.compilefarm.client.machine;

import java.util.Map;
import java.util.stream.Stream;

/** The program that runs a build in distcc's pump mode: Debian calls it otherwise than upstream. */
public final class Pump {
  private static final String DEBIANS = "distcc-pump";

  private Pump() {}

  /** Its name on this machine, or Debian's where there is none. */
  public static String program(Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    return Stream.of(DEBIANS, "pump")
        .filter(name -> Program.find(name, path).isPresent())
        .findFirst()
        .orElse(DEBIANS);
  }
}
