package dev.compilefarm.bench.load.route;

import dev.compilefarm.bench.load.volunteer.SleepingFarm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The dispatcher and all that users could have in its place, in front of one farm.
 *
 * @param best haproxy as one would set it up who knows it well
 * @param others those that no bar speaks of
 */
public record Rivals(Route dispatcher, Route best, List<Route> others) implements AutoCloseable {

  /** Starts them; one that cannot run here is left out, with its reason. */
  public static Rivals start(Path scratch, SleepingFarm farm, PrintStream out) throws Exception {
    int slots = farm.slots();
    List<Integer> ports = farm.ports();
    Optional<Route> icecream = Icecream.ifThere(scratch, ports.size(), slots, out);
    return new Rivals(
        new Dispatcher(scratch, farm),
        new Haproxy(scratch, ports, slots, Haproxy.Tuning.AT_ITS_BEST),
        Stream.concat(
                Stream.of(
                    new Haproxy(scratch, ports, slots, Haproxy.Tuning.NONE),
                    new StaticHosts(farm),
                    new RandomService(ports)),
                icecream.stream())
            .toList());
  }

  /** In the order of a table. */
  public List<Route> ways() {
    return Stream.concat(Stream.of(dispatcher, best), others.stream()).toList();
  }

  @Override
  public void close() throws IOException {
    for (Route way : ways()) {
      way.close();
    }
  }
}
