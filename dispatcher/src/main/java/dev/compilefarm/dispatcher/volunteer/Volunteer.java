package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.util.List;
import java.util.Optional;

/**
 * A volunteer as discovery sees it.
 *
 * @param name unique in the farm for the volunteer's whole life; a pod's name, or host:port
 * @param hosts its addresses, of IPv6 without brackets, or a resolvable name; each leads to it, and
 *     the first is tried first
 * @param port where its distccd listens
 * @param slots compiles that it takes at a time, at least 1
 * @param availability whether it may be given jobs
 * @param node the machine that it shares with others of the same node
 * @param toolchain the compilers that it has; empty where it has not told
 * @param container what it runs in; empty where nobody would tell of its end
 */
public record Volunteer(
    String name,
    List<String> hosts,
    int port,
    int slots,
    Availability availability,
    String node,
    Optional<Toolchain> toolchain,
    Optional<Container> container) {

  public Volunteer {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException(name + " has no host; at least 1 is needed");
    }
    if (slots < 1) {
      throw new IllegalArgumentException(name + " has " + slots + " slots; at least 1 is needed");
    }
  }

  /** One of a single host that has not told which compilers it has. */
  public Volunteer(
      String name, String host, int port, int slots, Availability availability, String node) {
    this(name, List.of(host), port, slots, availability, node, Optional.empty(), Optional.empty());
  }

  /** One whose host is its node, and that has not told which compilers it has. */
  public Volunteer(String name, String host, int port, int slots, Availability availability) {
    this(name, host, port, slots, availability, host);
  }

  /** The same, with this word of its compilers. */
  public Volunteer having(Optional<Toolchain> told) {
    return new Volunteer(name, hosts, port, slots, availability, node, told, container);
  }

  /** The same, in this container. */
  public Volunteer in(Container its) {
    return new Volunteer(name, hosts, port, slots, availability, node, toolchain, Optional.of(its));
  }

  /** Whether it has not told that it lacks this compiler. */
  public boolean mayHave(String compiler) {
    return toolchain.isEmpty() || toolchain.get().has(compiler);
  }

  /** Its first host and its port in the usual notation, an IPv6 address in brackets. */
  public String address() {
    String host = hosts.getFirst();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** What discovery says of a volunteer. */
  public enum Availability {
    /** Takes jobs. */
    READY,
    /** There, but not able to take jobs now; what it runs goes on. */
    NOT_READY,
    /** Takes no new job and finishes what it has. */
    DRAINING
  }
}
