package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.DispatcherPlan;

/**
 * How a dispatcher's pod ends without losing a job, in seconds: it waits until no new connection
 * comes, then finishes all it has, then ends. It takes only as long as there is something to
 * finish.
 */
final class DispatcherStop {
  /**
   * Until every node sends new connections elsewhere; before that a closed port would send clients
   * home. By a program and not by the kubelet's own sleep, which Kubernetes has since 1.30 only.
   */
  static final long LEAVE_SECONDS = 5;

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

  /** What the kubelet gives the pod, which counts from before the preStop hook. */
  static long terminationGraceSeconds(DispatcherPlan dispatcher) {
    return LEAVE_SECONDS + graceSeconds(dispatcher) + EXIT_SECONDS;
  }
}
