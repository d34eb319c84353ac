package dev.compilefarm.dispatcher.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A client for each entry port and each of the protocol's versions 1 and 2. Each knows one port
 * only, so that none can hide a failure by trying another one.
 */
final class FourClients {
  private static final String FILE = "held.c";

  private final List<RealClient> clients = new ArrayList<>();
  private final List<Process> compiles = new ArrayList<>();

  FourClients(Path scratch, RealDispatcher dispatcher, Map<String, String> environment)
      throws IOException {
    for (int port : dispatcher.ports()) {
      for (String options : List.of("", ",lzo")) {
        String host = RealDispatcher.host(port, options);
        clients.add(new RealClient(scratch, "client-" + port + options, host, environment));
      }
    }
  }

  /** Lets each begin a compile of this. */
  void compile(String source) throws IOException {
    for (RealClient client : clients) {
      compiles.add(client.compile(FILE, source));
    }
  }

  /** Waits for all of them; see {@link RealClient#assertCompiled}. */
  void assertCompiled() throws IOException, InterruptedException {
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).assertCompiled(compiles.get(i), FILE);
    }
  }
}
