package dev.compilefarm.dispatcher.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** A network namespace behind a cable that can be pulled. */
final class OtherMachine implements AutoCloseable {
  private final String name;
  private final String network;

  private OtherMachine(long number) {
    this.name = "farm" + number;
    this.network = "10.251.%d.".formatted(number % 256);
  }

  /** One that is on; empty where this process may not make any. */
  static Optional<OtherMachine> start() throws IOException {
    OtherMachine machine = new OtherMachine(ProcessHandle.current().pid());
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
    if (!run("ip netns exec %s ip link set eth0 down".formatted(name))) {
      throw new IOException("the cable of " + name + " is stuck");
    }
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
        && run("ip netns exec %s ip addr add %s2/24 dev eth0".formatted(name, network))
        && run("ip netns exec %s ip link set eth0 up".formatted(name));
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
