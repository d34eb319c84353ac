package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.DispatcherPlan;

/**
 * How a dispatcher's pod ends without losing a job, in seconds: it waits until its successor takes
 * jobs, then finishes all it has, then ends. It takes only as long as there is something to wait
 * for or to finish.
 */
final class DispatcherStop {
  /**
   * How long a successor may be late and no client notices: where it takes a new node, that takes
   * minutes. It is no longer, because whoever drains a node waits for so long if none ever comes.
   */
  static final long SUCCESSOR_SECONDS = 300;

  /** On top of one compile's lifetime, for the job's transfer. */
  private static final long TRANSFER_SECONDS = 30;

  /**
   * From the end of the dispatcher's own grace to the kubelet's SIGKILL: for the process to end by
   * itself.
   */
  private static final long EXIT_SECONDS = 25;

  private DispatcherStop() {}

  /** What the dispatcher gives a job that came last: the longest wait, and then a whole compile. */
  static long graceSeconds(DispatcherPlan dispatcher) {
    return dispatcher.queue().maxWaitSeconds() + dispatcher.jobLifetimeSeconds() + TRANSFER_SECONDS;
  }

  /** What the kubelet gives the pod. */
  static long terminationGraceSeconds(DispatcherPlan dispatcher) {
    return SUCCESSOR_SECONDS + graceSeconds(dispatcher) + EXIT_SECONDS;
  }
}
