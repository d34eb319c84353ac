package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;

import dev.compilefarm.bench.load.client.RawClient;
import dev.compilefarm.bench.load.measure.WarmUp;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.volunteer.SteadyVolunteer;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long does a small job take while ten clients of somebody else never read their replies? */
final class StoppedClientsScenario implements Scenario {
  private static final int CLIENTS = 10;
  private static final int SLOTS = 4;
  private static final int OBJECT_BYTES = 12 << 20;
  private static final int ROUNDS = 3;
  private static final int JOBS = 6;
  private static final int WARM_UP_LARGE = 20;
  private static final Duration COMPILE = Duration.ofMillis(100);
  private static final double BAR_SECONDS = 0.3;

  /** A fifth of the heap is for replies: 16 MiB, of which a tenant may have eight ninths. */
  private static final List<String> JVM =
      List.of("-XX:+UseSerialGC", "-Xmx80m", "-XX:+ExitOnOutOfMemoryError");

  @Override
  public String name() {
    return "stopped-clients";
  }

  @Override
  public String title() {
    return "%d clients that never read replies of %d MiB, 16 MiB for replies, %d slots, jobs of %d ms"
        .formatted(CLIENTS, OBJECT_BYTES >> 20, SLOTS, COMPILE.toMillis());
  }

  @Override
  public void run(Path scratch, PrintStream out) throws Exception {
    try (SteadyVolunteer volunteer =
            new SteadyVolunteer(
                0, COMPILE, compiler -> compiler.equals("large") ? OBJECT_BYTES : 100);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, "127.0.0.1:%d/%d".formatted(volunteer.port(), SLOTS), JVM)) {
      WarmUp.run(dispatcher, request("small"), 100);
      InetSocketAddress port =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), dispatcher.port());
      RawClient other = new RawClient(InetAddress.getByName("127.0.3.2"));
      for (int i = 0; i < WARM_UP_LARGE; i++) {
        long _ = other.run(request("large"), port);
      }
      Table table = new Table("", "a small job alone, s", "beside them, one after the other, s");
      double most = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        double alone = other.run(request("small"), port) / 1e9;
        List<SocketChannel> stopped = new ArrayList<>();
        List<String> beside = new ArrayList<>();
        try {
          for (int i = 0; i < CLIENTS; i++) {
            stopped.add(send(request("large"), port));
          }
          for (int job = 0; job < JOBS; job++) {
            double seconds = other.run(request("small"), port) / 1e9;
            most = Math.max(most, seconds);
            beside.add(fixed(seconds, 2));
          }
        } finally {
          for (SocketChannel channel : stopped) {
            channel.close();
          }
        }
        table.row("round " + round, fixed(alone, 2), String.join(" ", beside));
      }
      table.print(out);
      Bar.print(out, "seconds for a small job", most, BAR_SECONDS, 2);
    }
  }

  private static byte[] request(String compiler) {
    return Messages.request(1, List.of(compiler, "-c", "x.c"), new byte[] {'\n'});
  }

  private static SocketChannel send(byte[] request, InetSocketAddress port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.3.1"), 0));
    channel.connect(port);
    ByteBuffer content = ByteBuffer.wrap(request);
    while (content.hasRemaining()) {
      channel.write(content);
    }
    return channel;
  }
}
