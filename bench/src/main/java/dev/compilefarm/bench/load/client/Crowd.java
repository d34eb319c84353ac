package dev.compilefarm.bench.load.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that send the same request again and again, all of them all the time. */
public final class Crowd {
  private final int clients;
  private final byte[] request;
  private final InetSocketAddress server;

  /**
   * So many clients of a server on this machine.
   *
   * @param request of version 1
   */
  public Crowd(int clients, byte[] request, int port) {
    this.clients = clients;
    this.request = request.clone();
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Runs so many jobs in all. */
  public void run(int jobs) throws Exception {
    AtomicInteger left = new AtomicInteger(jobs);
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(
            threads.submit(() -> {
              RawClient client = new RawClient(InetAddress.getLoopbackAddress());
              while (left.getAndDecrement() > 0) {
                client.run(request, server);
              }
              return null;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }
}
