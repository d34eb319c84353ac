package dev.compilefarm.bench.load.measure;

import dev.compilefarm.bench.load.client.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.HdrHistogram.Histogram;

/**
 * Times of the same request, one at a time and by turns: straight to a volunteer, through the
 * dispatcher, and through its rival.
 */
public final class Detours {
  private static final int RATE = 200;

  private final Histogram straight = new Histogram(3);
  private final Histogram dispatched = new Histogram(3);
  private final Histogram rival = new Histogram(3);

  private Detours() {}

  /**
   * Sends so many requests each way; 200 a second at most, all ways together.
   *
   * @param volunteer the port of the one volunteer
   * @param dispatcher the port of a dispatcher in front of it
   * @param rival the port of another program in front of it
   */
  public static Detours measure(byte[] request, int jobs, int volunteer, int dispatcher, int rival)
      throws IOException, InterruptedException {
    Detours times = new Detours();
    RawClient client = new RawClient(InetAddress.getLoopbackAddress());
    Pace pace = new Pace(RATE);
    for (int i = 0; i < jobs; i++) {
      pace.await();
      times.straight.recordValue(client.run(request, loopback(volunteer)));
      pace.await();
      times.dispatched.recordValue(client.run(request, loopback(dispatcher)));
      pace.await();
      times.rival.recordValue(client.run(request, loopback(rival)));
    }
    return times;
  }

  /** Jobs each way. */
  public long jobs() {
    return straight.getTotalCount();
  }

  /** What a job takes without a detour, in milliseconds. */
  public double straightMillis(double percentile) {
    return millis(straight, percentile);
  }

  /** What the dispatcher adds to it, in milliseconds. */
  public double addedMillis(double percentile) {
    return millis(dispatched, percentile) - straightMillis(percentile);
  }

  /** What the rival adds to it, in milliseconds. */
  public double addedByRivalMillis(double percentile) {
    return millis(rival, percentile) - straightMillis(percentile);
  }

  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
