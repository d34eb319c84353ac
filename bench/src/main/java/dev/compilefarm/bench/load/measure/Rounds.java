package dev.compilefarm.bench.load.measure;

import dev.compilefarm.bench.load.client.UserTimes;
import dev.compilefarm.bench.load.route.Route;
import dev.compilefarm.bench.load.workload.UserLoad;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Rounds in which each way has the same users with the same jobs. Who begins changes from round to
 * round, and so do the jobs: what one lucky order does to a round is not in the sum.
 */
public final class Rounds {
  private static final long SEED = 4;

  private final List<List<UserLoad>> workloads;

  /** So many rounds of workloads drawn from one seed. */
  public Rounds(int rounds, Function<Random, List<UserLoad>> workload) {
    Random random = new Random(SEED);
    List<List<UserLoad>> drawn = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      drawn.add(workload.apply(random));
    }
    this.workloads = List.copyOf(drawn);
  }

  /** What the users have to compile, for each round. */
  public List<List<UserLoad>> workloads() {
    return workloads;
  }

  /** How one way's run in one round goes. */
  public interface Run {
    List<UserTimes> run(Route way, List<UserLoad> users, int round) throws Exception;
  }

  /** Runs them all; the results of each way are in the order of the rounds. */
  public Map<Route, List<List<UserTimes>>> run(List<Route> ways, Run run) throws Exception {
    Map<Route, List<List<UserTimes>>> results = new LinkedHashMap<>();
    ways.forEach(way -> results.put(way, new ArrayList<>()));
    for (int round = 0; round < workloads.size(); round++) {
      List<Route> turns = new ArrayList<>(ways);
      Collections.rotate(turns, -round);
      for (Route way : turns) {
        results.get(way).add(run.run(way, workloads.get(round), round));
      }
    }
    return results;
  }
}
