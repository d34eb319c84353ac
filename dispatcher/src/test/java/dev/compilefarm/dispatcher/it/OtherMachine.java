package dev.compilefarm.dispatcher.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace behind a cable that can be pulled. */
final class OtherMachine implements AutoCloseable {
  private static final String NEW_CONNECTIONS = "INPUT -p tcp --syn -j DROP";
  private static final AtomicInteger MADE = new AtomicInteger();

  private final String name;
  private final String network;

  private OtherMachine(long process, int number) {
    this.name = "farm%d-%d".formatted(process, number);
    this.network = "10.251.%d.".formatted((process + 101L * number) % 256);
  }

  /** One that is on; empty where this process may not make any. */
  static Optional<OtherMachine> start() throws IOException {
    OtherMachine machine = new OtherMachine(ProcessHandle.current().pid(), MADE.getAndIncrement());
    if (machine.make()) {
      return Optional.of(machine);
    }
    machine.close();
    return Optional.empty();
  }

  /** Before a command that is to run there. */
  List<String> wrapper() {
    return List.of("ip", "netns", "exec", name);
  }

  /** A port of it, as seen from here. */
  InetSocketAddress address(int port) {
    return new InetSocketAddress(network + "2", port);
  }

  /** Pulls the cable: nothing goes there and nothing comes back, not even a refusal. */
  void vanish() throws IOException {
    if (!runThere("ip link set eth0 down")) {
      throw new IOException("the cable of " + name + " is stuck");
    }
  }

  /**
   * Drops the first packet of each new connection to it from now on; those that stand go on.
   *
   * @return whether it does; false where there is no iptables
   */
  boolean dropNewConnections() throws IOException {
    return runThere("iptables -I " + NEW_CONNECTIONS);
  }

  /** Ends {@link #dropNewConnections}. */
  void takeNewConnections() throws IOException {
    if (!runThere("iptables -D " + NEW_CONNECTIONS)) {
      throw new IOException("new connections to " + name + " are still dropped");
    }
  }

  /** First packets that were dropped since {@link #dropNewConnections}. */
  long droppedConnections() throws IOException {
    Process process =
        new ProcessBuilder(
                "ip", "netns", "exec", name, "iptables", "--list", "INPUT", "1", "-v", "-n", "-x")
            .redirectErrorStream(true)
            .start();
    String rule = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(rule.strip().replaceFirst(" .*", ""));
  }

  @Override
  public void close() throws IOException {
    run("ip netns del " + name);
  }

  private boolean make() throws IOException {
    return run("ip netns add " + name)
        && run("ip link add %s type veth peer name eth0 netns %s".formatted(name, name))
        && run("ip addr add %s1/24 dev %s".formatted(network, name))
        && run("ip link set %s up".formatted(name))
        && runThere("ip addr add %s2/24 dev eth0".formatted(network))
        && runThere("ip link set eth0 up");
  }

  private boolean runThere(String command) throws IOException {
    return run("ip netns exec %s %s".formatted(name, command));
  }

  private static boolean run(String command) throws IOException {
    Process process =
        new ProcessBuilder(command.split(" "))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.onExit().join().exitValue() == 0;
  }
}
