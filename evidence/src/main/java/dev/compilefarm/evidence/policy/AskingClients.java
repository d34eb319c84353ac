package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.Host;
import dev.compilefarm.evidence.farm.User;
import dev.compilefarm.evidence.farm.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Clients that preprocess, ask servers how many jobs they have, and connect to one for good. A
 * server that fails is left alone for a minute.
 */
final class AskingClients implements Way {

  /** Which of these volunteers gets a job, from what its client knows now. */
  interface Chooser {

    /**
     * Chooses one.
     *
     * @param usable those that the client does not leave alone; not empty
     */
    int choose(User user, List<Integer> usable);
  }

  private final World world;
  private final Chooser chooser;
  private final Map<User, BackOff> backOffs = new HashMap<>();

  AskingClients(World world, Chooser chooser) {
    this.world = world;
    this.chooser = chooser;
  }

  @Override
  public void compile(Compile compile) {
    compile.preprocess(() -> ask(compile));
  }

  private void ask(Compile compile) {
    compile.waits();
    world.after(World.ROUND_TRIP_SECONDS, () -> send(compile));
  }

  private void send(Compile compile) {
    BackOff backOff =
        backOffs.computeIfAbsent(compile.user(), _ -> new BackOff(world.volunteers().size()));
    List<Integer> usable =
        backOff.usable(world.now()).stream()
            .filter(host -> world.volunteers().get(host).answers())
            .toList();
    if (usable.isEmpty()) {
      compile.goHome();
    } else {
      new Attempt(compile, backOff, chooser.choose(compile.user(), usable)).begin();
    }
  }

  private final class Attempt implements Host.Caller {
    private final Compile compile;
    private final BackOff backOff;
    private final int host;
    private Host.Link link;
    private boolean isOver;

    private Attempt(Compile compile, BackOff backOff, int host) {
      this.compile = compile;
      this.backOff = backOff;
      this.host = host;
    }

    private void begin() {
      link = world.volunteers().get(host).connect(compile, this);
      link.send(this::replied);
      world.after(Patience.SECONDS, this::loseIfStillOpen);
    }

    private void replied() {
      isOver = true;
      backOff.succeeded(host);
      compile.done();
    }

    private void loseIfStillOpen() {
      if (!isOver) {
        link.close();
        broken();
      }
    }

    @Override
    public void broken() {
      isOver = true;
      backOff.failed(host, world.now());
      ask(compile);
    }
  }
}
