package dev.compilefarm.dispatcher.budget;

/** Where a block of a message is: a bounded set, the label of a metric. */
public enum Store {
  MEMORY,
  DISK
}
