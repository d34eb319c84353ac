package dev.compilefarm.operator.observe;

/**
 * Why a pod does not do its work.
 *
 * @param message names what the cluster says, without the pod
 */
public record Trouble(Kind kind, String message) {

  /** By what a person would do about it. */
  public enum Kind {
    /** The image is not there, or may not be read. */
    IMAGE,
    /** No node takes the pod. */
    UNSCHEDULABLE,
    /** The scheduler ends pods of lower priority on a node, and this pod has their room then. */
    ROOM_IS_MADE,
    /** The container does not start, or ends. */
    CRASHING,
    /** The node that it runs on does not answer. */
    NODE_LOST
  }
}
