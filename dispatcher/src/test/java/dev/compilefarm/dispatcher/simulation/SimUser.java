package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.simulation.CompileTask.Verdict;
import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One make -jN: waves of compiles, since a library waits for all of its objects; the next compile
 * begins when one has ended. Now and then somebody presses Ctrl-C, and a client leaves.
 */
final class SimUser {
  /** A compiler that no volunteer has. */
  static final String UNLISTED = "icc";

  private final World world;
  private final String tenant;
  private final int parallel;
  private final List<SimClient> clients = new ArrayList<>();
  private int wavesLeft;
  private int leftInWave;
  private int active;
  private boolean stopped;

  SimUser(World world, String tenant) {
    this.world = world;
    this.tenant = tenant;
    this.parallel = world.draws().oneOf(1, 2, 4, 8, 16, 40);
    this.wavesLeft = world.draws().between(1, 4);
  }

  void begin() {
    nextWave();
  }

  /** Begins nothing new. */
  void finish() {
    stopped = true;
  }

  /** Kills make and all of its clients. */
  void interrupt() {
    stopped = true;
    List.copyOf(clients).forEach(SimClient::kill);
  }

  /** Lets one of its clients leave in one of the ways in which clients leave. */
  void lose() {
    if (clients.isEmpty()) {
      return;
    }
    SimClient client = world.draws().oneOf(clients);
    switch (world.draws().between(0, 3)) {
      case 0 -> client.vanish();
      case 1 -> client.talk();
      default -> client.kill();
    }
  }

  boolean isIdle() {
    return active == 0;
  }

  private void nextWave() {
    if (!stopped && wavesLeft > 0) {
      wavesLeft--;
      leftInWave = (int) Math.min(100, world.draws().pareto(2, 0.7));
      issue();
    }
  }

  private void issue() {
    while (!stopped && leftInWave > 0 && active < parallel) {
      leftInWave--;
      active++;
      begin(task());
    }
    if (active == 0) {
      // The link step.
      world.after(world.draws().seconds(0.1, 5), this::nextWave);
    }
  }

  private void begin(CompileTask task) {
    SimClient client = new SimClient(world, tenant, task, (ended, how) -> ended(ended, how, task));
    clients.add(client);
    client.begin();
  }

  private void ended(SimClient client, SimClient.Ending how, CompileTask task) {
    clients.remove(client);
    boolean compilesAtHome = how == SimClient.Ending.SENT_HOME;
    world.after(
        compilesAtHome ? task.seconds() : 0,
        () -> {
          active--;
          issue();
        });
  }

  private CompileTask task() {
    Draws draws = world.draws();
    Scenario scenario = world.scenario();
    double seconds =
        draws.chance(0.9)
            ? draws.logNormal(scenario.medianService(), 1)
            : draws.pareto(scenario.medianService(), 1);
    Verdict verdict = verdict(draws, scenario);
    return new CompileTask(
        needs(draws, verdict),
        Math.min(seconds, scenario.jobLifetime() * 1.2),
        (long) Math.min(2e6, draws.pareto(20_000, 1)),
        (long) Math.min(2e6, draws.pareto(5_000, 1)),
        verdict,
        draws.chance(scenario.hungryShare()) ? draws.oneOf(6.0, 6.0, 11.0, 20.0) : 1,
        draws.chance(0.5)
            ? Optional.of("f%d.cpp".formatted(draws.between(1, 20)))
            : Optional.empty());
  }

  private static Verdict verdict(Draws draws, Scenario scenario) {
    if (draws.chance(scenario.poisonShare())) {
      return Verdict.POISON;
    }
    if (draws.chance(0.02)) {
      return draws.oneOf(Verdict.CRASHES, Verdict.NEEDS_FILE, Verdict.TOO_LARGE);
    }
    return draws.chance(0.05) ? Verdict.FAILS : Verdict.COMPILES;
  }

  /** Poison is an option that distccd refuses, or a compiler that nobody has. */
  private static Needs needs(Draws draws, Verdict verdict) {
    boolean unlisted = verdict == Verdict.POISON && draws.chance(0.5);
    String compiler = unlisted ? UNLISTED : draws.oneOf("gcc", "g++", "clang");
    return new Needs(
        compiler, draws.chance(0.1) ? draws.oneOf(Check.ALL, Set.of(Check.PATHS)) : Set.of());
  }
}
