package dev.compilefarm.dispatcher.budget;

/**
 * How much room messages of one kind have, in blocks of one size.
 *
 * @param memory blocks of memory for all messages
 * @param memoryPerMessage past which a message's rest goes to the disk, while there is room
 * @param disk blocks on the disk for all messages
 * @param overdraftMemory most blocks of memory that one message may have over all limits
 * @param waiting most messages that wait for room at a time: the kernel keeps for each what it has
 *     received
 */
public record Limits(
    long memory, long memoryPerMessage, long disk, long overdraftMemory, int waiting) {

  /** Those without a limit of the overdraft. */
  public Limits(long memory, long memoryPerMessage, long disk, int waiting) {
    this(memory, memoryPerMessage, disk, Long.MAX_VALUE, waiting);
  }

  /** The blocks of one store. */
  public long of(Store store) {
    return store == Store.MEMORY ? memory : disk;
  }
}
