package dev.compilefarm.operator.names;

import java.util.List;

/**
 * The annotations of volunteers' pods by which operator, dispatcher and cluster agree, and those of
 * the volunteers' Deployment by which operators of several versions do; and one for people.
 */
public final class Annotations {
  /** How many slots the pod has, for the dispatcher. */
  public static final String SLOTS = "compilefarm.dev/slots";

  /** With any value but "false", the dispatcher gives the pod no new job. */
  public static final String NO_NEW_JOBS = "compilefarm.dev/no-new-jobs";

  /**
   * The word of the previous version for {@link #NO_NEW_JOBS}. A dispatcher of that version knows
   * no other, and works on while it is replaced. So the operator writes both, for one version.
   */
  public static final String NO_NEW_JOBS_BEFORE = "compilefarm.dev/drain";

  /** The value where the operator wrote it. Any other is a person's and left alone. */
  public static final String BY_SCALE_DOWN = "scale-down";

  /**
   * Of equally ready pods, a ReplicaSet that shrinks deletes those of lowest cost first (KEP-2255).
   */
  public static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  /** {@link #DELETION_COST} of those that the operator chose; all others have 0. */
  public static final String DELETION_COST_OF_MARKED = "-100";

  /** On the Deployment: fingerprint of what the farm said of its volunteers. */
  public static final String SPEC = "compilefarm.dev/volunteers-spec";

  /** On the Deployment: fingerprint of the template that the operator made of it. */
  public static final String TEMPLATE = "compilefarm.dev/volunteers-template";

  /** On the Deployment: which packaged compiler its image has, if it is the packaged image. */
  public static final String PACKAGED_TOOLCHAIN = "compilefarm.dev/packaged-toolchain";

  /** All of the Deployment. */
  public static final List<String> OF_VOLUNTEERS = List.of(SPEC, TEMPLATE, PACKAGED_TOOLCHAIN);

  /** On a Deployment: when the operator last had the cluster retry to create refused pods. */
  public static final String POD_CREATION_RETRIED = "compilefarm.dev/pod-creation-retried";

  /** Of the clients' ConfigMap: why its host list has the limit that it has. For people. */
  public static final String CLIENT_LIMIT = "compilefarm.dev/client-limit";

  /** Of the clients' ConfigMap: a line for each variable that says its reason. For people. */
  public static final String CLIENT_REASONS = "compilefarm.dev/client-reasons";

  private Annotations() {}
}
