package dev.compilefarm.client.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was seen on the machine, or in the container, that builds.
 *
 * @param environment its variables
 * @param cores that the build may use
 * @param cpuLimit of its container's processor time, in cores; empty where there is none
 * @param distcc the version of distcc, such as 3.4; empty where the program is missing
 * @param hosts the text of the host list, and where it is from
 * @param compilers those that a build calls by name
 * @param backOffs entries of the host list that distcc avoids at the moment
 * @param stateProblem why distcc cannot keep its locks; empty where it can
 * @param reach a connection to each host of the list, by {@code host:port}
 * @param test a compile by the farm alone; empty where it made no sense to try
 */
public record ClientFacts(
    Map<String, String> environment,
    int cores,
    OptionalDouble cpuLimit,
    Optional<String> distcc,
    Optional<Hosts> hosts,
    List<Compiler> compilers,
    List<String> backOffs,
    String stateProblem,
    Map<String, Reach> reach,
    Optional<TestCompile> test) {
  public ClientFacts {
    environment = Map.copyOf(environment);
    compilers = List.copyOf(compilers);
    backOffs = List.copyOf(backOffs);
    reach = Map.copyOf(reach);
  }

  /** A host list, and what told it: a variable or a file. */
  public record Hosts(String text, String source) {}

  /**
   * A compiler that the {@code PATH} finds.
   *
   * @param program the file, with all links resolved
   * @param version as {@code -dumpfullversion} says; empty where it says nothing
   * @param machine as {@code -dumpmachine} says
   * @param digest SHA-256 of the file, in hex digits
   */
  public record Compiler(
      String name, String path, String program, String version, String machine, String digest) {
    boolean isLinkTo(String other) {
      return program.endsWith("/" + other);
    }
  }

  /** What became of a connection. */
  public enum Reach {
    /** It was taken. */
    CONNECTED,
    /** The name has no address. */
    NO_ADDRESS,
    /** Nobody listens there. */
    REFUSED,
    /** No answer in some seconds, as where a NetworkPolicy drops packets. */
    SILENT
  }

  /**
   * A compile that may not fall back to this machine.
   *
   * @param exitCode of distcc
   * @param said what it wrote, cut to some lines
   */
  public record TestCompile(int exitCode, String said) {}

  String value(String name) {
    return environment.getOrDefault(name, "");
  }

  /** The entries of the host list that are not this machine. */
  public List<String> remoteHosts() {
    return hosts.map(known -> HostList.of(known.text()).remote()).orElse(List.of()).stream()
        .map(HostList.Entry::word)
        .toList();
  }

  /** The compilers that the build calls, as far as variables say. */
  Set<String> called(String tested) {
    return Stream.concat(
            Stream.of(tested),
            Stream.of("CC", "CXX").flatMap(name -> Arrays.stream(value(name).split("\\s+", -1))))
        .map(word -> word.substring(word.lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
  }

  /** Whether a compile by the farm alone can be tried at all. */
  public boolean canCompile() {
    return distcc.isPresent()
        && stateProblem.isEmpty()
        && HostList.of(hosts.map(Hosts::text).orElse("")).unreadable().isEmpty()
        && reach.containsValue(Reach.CONNECTED)
        && !"0".equals(value("DISTCC_BACKOFF_PERIOD"));
  }

  /** The same with the test compile. */
  public ClientFacts with(Optional<TestCompile> tried) {
    return new ClientFacts(
        environment,
        cores,
        cpuLimit,
        distcc,
        hosts,
        compilers,
        backOffs,
        stateProblem,
        reach,
        tried);
  }
}
