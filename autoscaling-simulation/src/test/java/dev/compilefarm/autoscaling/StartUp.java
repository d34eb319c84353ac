package dev.compilefarm.autoscaling;

import dev.compilefarm.dispatcher.simulation.Draws;

/** How long a volunteer takes from the wish for it to its first job, in seconds. */
enum StartUp {
  /** On a node that has room and the image; as measured on the project's test cluster. */
  ROOM_ON_NODES(0.95, 0.32, false),
  /** The node has room, and pulls the image first. */
  IMAGE_PULL(10, 0.3, false),
  /** Each volunteer needs a node that a cluster autoscaler has to bring first. */
  NEW_NODES(30, 0.2, true),
  /** The same where machines take their time. */
  SLOW_NEW_NODES(90, 0.2, true);

  private final double median;
  private final double sigma;
  private final boolean needsNode;

  StartUp(double median, double sigma, boolean needsNode) {
    this.median = median;
    this.sigma = sigma;
    this.needsNode = needsNode;
  }

  /** The scheduler says so of a volunteer that starts. */
  boolean needsNode() {
    return needsNode;
  }

  double median() {
    return median;
  }

  double draw(Draws draws) {
    return draws.logNormal(median, sigma);
  }
}
