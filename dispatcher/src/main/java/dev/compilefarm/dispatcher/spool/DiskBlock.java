package dev.compilefarm.dispatcher.spool;

/**
 * A block of the disk from when it was taken until it is given back. Only under the monitor of its
 * {@link SpoolDisk}, but for what never changes.
 */
final class DiskBlock {
  final long position;

  /** No other use of a block has this number. */
  final long use;

  /** Operations that have not ended. */
  int atWork;

  boolean givenBack;

  DiskBlock(long position, long use) {
    this.position = position;
    this.use = use;
  }
}
