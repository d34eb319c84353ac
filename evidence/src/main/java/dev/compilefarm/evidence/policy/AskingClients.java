package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.User;
import dev.compilefarm.evidence.farm.World;
import java.util.List;

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

    /** A job of this user that was sent there is over. */
    default void ended(User user, int host) {}
  }

  private final World world;
  private final Chooser chooser;
  private final AskingClient.All clients;
  private final Patience patience;

  /**
   * Clients that have no job yet.
   *
   * @param limit of one user's jobs for each volunteer
   */
  AskingClients(World world, int limit, Chooser chooser) {
    this.world = world;
    this.chooser = chooser;
    this.clients = new AskingClient.All(world, limit);
    this.patience = new Patience(world);
  }

  @Override
  public void compile(Compile compile) {
    clients.preprocess(compile, () -> ask(compile));
  }

  private void ask(Compile compile) {
    compile.waits();
    world.after(World.ROUND_TRIP_SECONDS, () -> send(compile));
  }

  private void send(Compile compile) {
    AskingClient client = clients.of(compile.user());
    List<Integer> usable =
        client.backOff().usable(world.now()).stream()
            .filter(host -> world.volunteers().get(host).answers())
            .toList();
    if (usable.isEmpty()) {
      client.jobs().give();
      compile.goHome();
    } else {
      new Attempt(compile, client, chooser.choose(compile.user(), usable)).begin();
    }
  }

  private final class Attempt extends Patience.Waiting {
    private final Compile compile;
    private final AskingClient client;
    private final int host;

    private Attempt(Compile compile, AskingClient client, int host) {
      this.compile = compile;
      this.client = client;
      this.host = host;
    }

    private void begin() {
      link = world.volunteers().get(host).connect(compile, this);
      link.send(this::replied);
      patience.begin(this);
    }

    private void replied() {
      isOver = true;
      chooser.ended(compile.user(), host);
      client.backOff().succeeded(host);
      client.jobs().give();
      compile.done();
    }

    @Override
    public void broken() {
      isOver = true;
      chooser.ended(compile.user(), host);
      client.backOff().failed(host, world.now());
      ask(compile);
    }
  }
}
