package dev.compilefarm.bench.core;

import dev.compilefarm.bench.core.SimulatedFarm.Compile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** See {@link Situation#MASS_FAILURE}. */
final class MassFailure implements Script {
  private static final Duration TICK_PERIOD = Duration.ofMillis(500);

  private final SimulatedFarm farm;
  private final int volunteers;
  private final Queue<Compile> toServe = new ArrayDeque<>();
  private Optional<Compile> served = Optional.empty();
  private int deserted;
  private int recoveries;

  /** One that begins with a full farm of so many volunteers. */
  MassFailure(SimulatedFarm farm, int volunteers) {
    this.farm = farm;
    this.volunteers = volunteers;
  }

  @Override
  public void next() {
    if (served.isPresent()) {
      farm.answered(served.orElseThrow());
      served = Optional.empty();
    } else if (!toServe.isEmpty()) {
      serveNext();
    } else if (deserted < volunteers) {
      farm.desert(deserted++);
    } else if (!farm.reportBrokenOff() && !farm.answerCanary()) {
      waitForAll();
    }
  }

  /** How often all volunteers came back. */
  int recoveries() {
    return recoveries;
  }

  private void serveNext() {
    served = Optional.of(toServe.remove());
    farm.submit();
    farm.serve(served.orElseThrow());
  }

  private void waitForAll() {
    farm.tick(TICK_PERIOD);
    if (farm.isFull()) {
      toServe.addAll(farm.running());
      deserted = 0;
      recoveries++;
    }
  }
}
