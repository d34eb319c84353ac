package dev.compilefarm.evidence.reality;

import dev.compilefarm.bench.load.measure.WarmUp;
import dev.compilefarm.dispatcher.it.PackagedJvm;
import dev.compilefarm.dispatcher.it.Ports;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The packaged dispatcher, warm, with an entry port for each user. */
final class DispatcherEntrance implements Entrance {
  private static final int WARM_UP_JOBS = 300;
  private static final byte[] WARM_UP_REQUEST =
      Messages.request(1, List.of("sleepcc", "-c", "warm.c", "-o", "warm.o"), new byte[] {'\n'});

  private final RealDispatcher dispatcher;

  /** Starts it in front of these ports. */
  DispatcherEntrance(Path scratch, List<Integer> volunteers)
      throws IOException, InterruptedException {
    dispatcher =
        RealDispatcher.start(
            Files.createTempDirectory(scratch, "dispatcher"),
            PackagedJvm.OPTIONS,
            Map.of(
                "COMPILEFARM_VOLUNTEERS",
                volunteers.stream()
                    .map(port -> Entrance.entry(port, Workload.CORES))
                    .collect(Collectors.joining(",")),
                "COMPILEFARM_PORTS",
                IntStream.range(0, Workload.USERS)
                    .mapToObj(user -> "%d=user%d".formatted(Ports.free(), user))
                    .collect(Collectors.joining(","))));
    WarmUp.run(dispatcher, WARM_UP_REQUEST, WARM_UP_JOBS);
  }

  @Override
  public String hosts(int user, int parallel) {
    return Entrance.entry(dispatcher.ports().get(user), parallel);
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
