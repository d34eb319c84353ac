package dev.compilefarm.dispatcher.queue;

/** Compares what tenants hold in proportion to their weights. Pure. */
public final class PerWeight {

  private PerWeight() {}

  /** a/b &lt; c/d is a * d &lt; c * b, which no rounding spoils. */
  public static int compare(long held, int weight, long otherHeld, int otherWeight) {
    return Long.compare(held * otherWeight, otherHeld * weight);
  }
}
