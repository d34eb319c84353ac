package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.Cluster;
import dev.compilefarm.client.cluster.ClusterException;
import dev.compilefarm.client.cluster.Dispatcher;
import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.load.JobFilter;
import dev.compilefarm.client.load.Load;
import dev.compilefarm.client.machine.Terminal;
import dev.compilefarm.client.text.Printable;
import dev.compilefarm.client.top.Frame;
import dev.compilefarm.client.top.Palette;
import dev.compilefarm.client.top.Rate;
import dev.compilefarm.client.top.Screen;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code top}: a farm, live. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    description = {
      "Shows a farm live: whose turn it is and why, tenants, volunteers with a cell for each slot.",
      "A letter is a job of that tenant, # one that is not known yet, and · a free slot.",
      "Redraws in place on a terminal, and says how many rows it leaves out there.",
      "Prints one whole picture after the other elsewhere."
    })
final class TopVerb implements Callable<Integer> {
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "FARM", description = "The farm's name.")
  private String farm;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Time between two pictures, 1 to 60. Default: ${DEFAULT-VALUE}.")
  private int interval;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Ends after so many pictures. Default: never.")
  private Integer count;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (interval < 1 || interval > 60) {
      throw new UsageException(
          "--interval is %d; it is a number of seconds from 1 to 60".formatted(interval));
    }
    boolean isTerminal = isTerminal();
    boolean coloured = isTerminal && System.getenv("NO_COLOR") == null;
    Palette palette = coloured ? Palette.COLOURS : Palette.PLAIN;
    PrintWriter out = spec.commandLine().getOut();
    Rate rate = new Rate();
    try (Cluster asked = cluster.connect()) {
      for (int picture = 0; count == null || picture < count; picture++) {
        String text;
        if (picture == 0) {
          text = picture(asked, rate, palette, screen(isTerminal));
        } else {
          Thread.sleep(Duration.ofSeconds(interval));
          text = nextPicture(asked, rate, palette, screen(isTerminal));
        }
        out.print(isTerminal ? HOME_AND_CLEAR + text : text);
        out.println();
        out.flush();
      }
      return ExitCode.OK;
    }
  }

  /** A dispatcher may be replaced while somebody looks: the next picture may be of the new one. */
  private String nextPicture(Cluster asked, Rate rate, Palette palette, Screen screen) {
    try {
      return picture(asked, rate, palette, screen);
    } catch (ClusterException e) {
      return screen.fit(Printable.lines(e.getMessage()));
    }
  }

  /** The last row is the cursor's: with it the terminal would scroll. */
  private static Screen screen(boolean isTerminal) {
    if (!isTerminal) {
      return Screen.ENDLESS;
    }
    Screen terminal = Terminal.size(System.getenv());
    return new Screen(terminal.rows() - 1, terminal.columns());
  }

  /** The packaged runtime has no console but a terminal's. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private String picture(Cluster asked, Rate rate, Palette palette, Screen screen) {
    try (Dispatcher dispatcher = asked.dispatcher(farm)) {
      Load load = dispatcher.load();
      OptionalDouble jobsASecond = rate.next(load, System.nanoTime());
      int busy = Math.max(1, load.slots().busy());
      return Frame.of(
          new FarmState(asked.farm(farm), Optional.of(load)),
          dispatcher.jobs(Optional.empty(), Optional.of("running"), JobFilter.NONE, busy).jobs(),
          jobsASecond,
          palette,
          screen);
    }
  }
}
