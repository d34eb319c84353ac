package dev.compilefarm.bench.load.route;

import dev.compilefarm.bench.load.client.HostEntry;
import dev.compilefarm.bench.load.measure.WarmUp;
import dev.compilefarm.bench.load.volunteer.SleepingFarm;
import dev.compilefarm.dispatcher.it.PackagedJvm;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The packaged dispatcher, warm, and users who list both of its ports. */
public final class Dispatcher implements DistccRoute {
  private final RealDispatcher dispatcher;
  private final SleepingFarm farm;

  /** Starts one in front of the farm, and lets it relay enough jobs to be warm. */
  public Dispatcher(Path scratch, SleepingFarm farm) throws IOException, InterruptedException {
    this.farm = farm;
    this.dispatcher =
        RealDispatcher.start(
            Files.createTempDirectory(scratch, "dispatcher"),
            farm.ports().stream()
                .map(port -> "127.0.0.1:%d/%d".formatted(port, farm.slots()))
                .collect(Collectors.joining(",")),
            PackagedJvm.OPTIONS);
    WarmUp.run(dispatcher);
  }

  @Override
  public String name() {
    return "compilefarm";
  }

  @Override
  public List<HostEntry> hosts(int parallel) {
    return dispatcher.ports().stream().map(port -> HostEntry.loopback(port, parallel)).toList();
  }

  @Override
  public void recover() {
    int slots = farm.ports().size() * farm.slots();
    dispatcher.awaitLoad(
        "all volunteers take jobs again", load -> load.at("/slots/total").asInt() == slots);
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
