package dev.compilefarm.bench.load.measure;

import dev.compilefarm.bench.load.client.RawClient;
import dev.compilefarm.bench.load.volunteer.SleepOrder;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Makes the JVM of a dispatcher compile what it needs, before anything is measured. */
public final class WarmUp {
  private static final int WARM_UP_JOBS = 2000;
  private static final int WARM_UP_RATE = 400;
  private static final Duration REST = Duration.ofMillis(500);
  private static final int RESTS_MAX = 40;

  private WarmUp() {}

  /**
   * Sends jobs that take no time, one after the other, at most 400 a second: after them the JVM has
   * compiled what a job needs, as it has in a dispatcher that served its first builds.
   *
   * @param dispatcher whose volunteers sleep as they are told, or not at all
   */
  public static void run(RealDispatcher dispatcher) throws IOException, InterruptedException {
    run(dispatcher, SleepOrder.request(Duration.ZERO), WARM_UP_JOBS);
  }

  /** The same with another request. */
  public static void run(RealDispatcher dispatcher, byte[] request, int jobs)
      throws IOException, InterruptedException {
    InetSocketAddress port =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), dispatcher.port());
    RawClient client = new RawClient(InetAddress.getLoopbackAddress());
    Pace pace = new Pace(WARM_UP_RATE);
    for (int i = 0; i < jobs; i++) {
      pace.await();
      client.run(request, port);
    }
    awaitRest(dispatcher.process());
  }

  /**
   * Returns when a process that has nothing to do does nothing for half a second, or after 20 s: a
   * JVM goes on compiling for a while, on the account of whatever is measured next.
   */
  public static void awaitRest(ProcessHandle process) throws InterruptedException {
    Duration before = Duration.ZERO;
    Duration now = ProcessTime.of(process);
    for (int i = 0; i < RESTS_MAX && !now.equals(before); i++) {
      Thread.sleep(REST);
      before = now;
      now = ProcessTime.of(process);
    }
  }
}
