package dev.compilefarm.autoscaling;

import dev.compilefarm.dispatcher.simulation.Draws;

/** How long a volunteer takes from the wish for it to its first job, in seconds. */
enum StartUp {
  /** On a node that has room and the image; as measured on the project's test cluster. */
  ROOM_ON_NODES(0.95, 0.32),
  /** Each volunteer needs a node that a cluster autoscaler has to bring first. */
  NEW_NODES(30, 0.2);

  private final double median;
  private final double sigma;

  StartUp(double median, double sigma) {
    this.median = median;
    this.sigma = sigma;
  }

  double median() {
    return median;
  }

  double draw(Draws draws) {
    return draws.logNormal(median, sigma);
  }
}
