package dev.compilefarm.client.diagnosis;

/**
 * What builds on a farm are held up by. The first one that is so is the one to do something about.
 */
public enum Cause {
  /** The farm takes no job. */
  NOT_READY,
  /** Volunteers fail: they take jobs and compile none, crash, or do not start. */
  VOLUNTEERS_FAILING,
  /** Jobs need more volunteers, and a limit forbids them. */
  LIMITED,
  /** Several clients count as one, so shares are not fair. */
  SHARED_ADDRESS,
  /** All jobs that wait are of tenants that run as many as they may. */
  TENANT_LIMITED,
  /** Jobs wait for volunteers that are starting. */
  COLD_START,
  /** Jobs wait for slots of a farm that is as large as its settings want it. */
  FARM_BOUND,
  /** Slots are free, and the builds send no more jobs. */
  CLIENT_BOUND,
  /** Builds run, and nothing stands out. */
  BALANCED,
  /** There is no job. */
  IDLE
}
