package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;
import static org.awaitility.Awaitility.await;

import dev.compilefarm.bench.load.measure.Pace;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.dispatcher.it.Memory;
import dev.compilefarm.dispatcher.it.PackagedJvm;
import dev.compilefarm.dispatcher.it.Ports;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** How much memory do jobs need that are held because there is no volunteer? */
final class MemoryScenario implements Scenario {
  private static final int CONNECTIONS = 10_000;
  private static final int REQUEST_BYTES = 300_000;
  private static final int ADDRESSES = 100;
  private static final int RATE = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double MEBIBYTE = 1 << 20;
  private static final double BAR_MEBIBYTES = 300;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String title() {
    return "%,d connections from %d addresses, each with a whole request of %,d bytes, no volunteer"
        .formatted(CONNECTIONS, ADDRESSES, REQUEST_BYTES);
  }

  @Override
  public void run(Path scratch, PrintStream out) throws Exception {
    Path spool = Files.createDirectories(scratch.resolve("spool"));
    Map<String, String> settings =
        Map.of(
            // Nobody listens there, so there is no slot.
            "COMPILEFARM_VOLUNTEERS", "127.0.0.1:%d/1".formatted(Ports.free()),
            "COMPILEFARM_SPOOL_DIRECTORY", spool.toString(),
            "COMPILEFARM_SPOOL_DISK_BYTES", Long.toString(8L << 30),
            "COMPILEFARM_QUEUE_MAX_QUEUED_JOBS", Integer.toString(2 * CONNECTIONS),
            "COMPILEFARM_QUEUE_MAX_QUEUED_JOBS_PER_TENANT", Integer.toString(2 * CONNECTIONS));
    List<SocketChannel> held = new ArrayList<>();
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, PackagedJvm.OPTIONS, settings);
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      Memory before = Memory.of(dispatcher.process());
      long kernelBefore = Memory.ofSockets();
      try {
        ByteBuffer request = request();
        Pace pace = new Pace(RATE);
        for (int i = 0; i < CONNECTIONS; i++) {
          pace.await();
          SocketChannel channel = connect(address(i), dispatcher.port());
          held.add(channel);
          senders.execute(() -> send(request.duplicate(), channel));
        }
        awaitQueued(dispatcher);
        Memory with = Memory.of(dispatcher.process());
        int queued = dispatcher.load().get("queued").asInt();
        Table table =
            new Table(
                "", "held whole", "resident", "at most", "on disk", "in the kernel, both ends");
        table.row(
            "before",
            "0",
            mebibytes(before.resident()),
            mebibytes(before.residentMax()),
            "",
            mebibytes(kernelBefore));
        table.row(
            "with them",
            Integer.toString(queued),
            mebibytes(with.resident()),
            mebibytes(with.residentMax()),
            mebibytes(size(spool)),
            mebibytes(Memory.ofSockets()));
        table.print(out);
        if (queued == CONNECTIONS) {
          Bar.print(out, "resident MiB", with.residentMax() / MEBIBYTE, BAR_MEBIBYTES, 0);
        } else {
          out.printf("  bar: MISSED, only %,d of %,d are held whole%n", queued, CONNECTIONS);
        }
      } finally {
        for (SocketChannel channel : held) {
          channel.close();
        }
      }
    }
  }

  private static void awaitQueued(RealDispatcher dispatcher) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> dispatcher.load().get("queued").asInt() == CONNECTIONS);
    } catch (ConditionTimeoutException _) {
      // The table says how many there are.
    }
  }

  private static ByteBuffer request() {
    byte[] request = Messages.request(1, List.of("gcc", "-c", "x.c"), new byte[REQUEST_BYTES]);
    return ByteBuffer.allocateDirect(request.length).put(request).flip().asReadOnlyBuffer();
  }

  private static InetAddress address(int connection) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 2, (byte) (1 + connection % ADDRESSES)});
  }

  private static SocketChannel connect(InetAddress address, int port) throws IOException {
    SocketChannel channel = SocketChannel.open().bind(new InetSocketAddress(address, 0));
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return channel;
  }

  /** Blocks for as long as the dispatcher does not read. */
  private static void send(ByteBuffer request, SocketChannel channel) {
    try {
      while (request.hasRemaining()) {
        channel.write(request);
      }
    } catch (IOException _) {
      // Sent home, or the scenario is over: the dispatcher counts what it holds.
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static String mebibytes(long bytes) {
    return fixed(bytes / MEBIBYTE, 0) + " MiB";
  }
}
