package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;

import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
import java.time.Duration;
import java.util.Optional;

/**
 * How requests and replies share the memory and the disk. Pure.
 *
 * @param heapBytes most bytes of the JVM's heap
 * @param disk absent: then all is in memory
 */
public record SpoolShares(long heapBytes, Optional<Disk> disk) {

  /**
   * The spool's memory is outside the heap, but in proportion to it, as both are to the pod's
   * memory. With 512 MiB and the image's share the heap has 230 MiB, and this makes 138 MiB; the
   * JVM itself needs 90. Without a disk, or while it fails, one overdraft of 64 MiB on each goes to
   * the heap.
   */
  static final double REQUEST_MEMORY = 0.4;

  static final double REPLY_MEMORY = 0.2;

  /** Of the disk; the rest is for replies, of which there are only as many as slots. */
  static final double REQUEST_DISK = 0.875;

  private static final long OVERDRAFT_BLOCKS = (64L << 20) / BLOCK_BYTES;

  /**
   * Requests that wait for room: with 64 KiB each and as much again for its books, the kernel has
   * 64 MiB for them.
   */
  static final int WAITING_REQUESTS = 512;

  /** A client that has begun to send its source, or a volunteer its reply, needs no wait. */
  private static final Duration SENDING_STALL = Duration.ofSeconds(10);

  /** A reply that waits for room holds a slot meanwhile. */
  private static final Duration TAKING_STALL = Duration.ofMillis(100);

  /** A tenant that holds little is not closed for the haste of one that holds much. */
  private static final Duration TAKING_STALL_OF_LIGHTER = Duration.ofSeconds(5);

  /** How long a client may do nothing while its request is received. */
  public static final Stalls REQUEST_STALLS = new Stalls(SENDING_STALL, Stalls.NEVER, Stalls.NEVER);

  /** How long a client may do nothing while its reply is received or sent. */
  public static final Stalls REPLY_STALLS =
      new Stalls(SENDING_STALL, TAKING_STALL, TAKING_STALL_OF_LIGHTER);

  /**
   * The spool's part of a disk.
   *
   * @param bytes for requests and replies together
   * @param memoryBytesPerJob past which the rest of a message goes to the disk
   */
  public record Disk(long bytes, long memoryBytesPerJob) {}

  /** The room of requests. */
  public Limits requests() {
    return limits(REQUEST_MEMORY, REQUEST_DISK, WAITING_REQUESTS);
  }

  /** The room of replies. */
  public Limits replies() {
    return limits(REPLY_MEMORY, 1 - REQUEST_DISK, Integer.MAX_VALUE);
  }

  /** What the requests of one tenant may have unless a setting says otherwise: half of the room. */
  public long requestBytesPerTenant() {
    Limits room = requests();
    return (room.memory() + room.disk()) * BLOCK_BYTES / 2;
  }

  private Limits limits(double memoryShare, double diskShare, int waiting) {
    long memory = (long) (heapBytes * memoryShare) / BLOCK_BYTES;
    return disk.map(present ->
            new Limits(
                memory,
                present.memoryBytesPerJob() / BLOCK_BYTES,
                (long) (present.bytes() * diskShare) / BLOCK_BYTES,
                OVERDRAFT_BLOCKS,
                waiting))
        .orElseGet(() -> new Limits(memory, memory, 0, OVERDRAFT_BLOCKS, waiting));
  }
}
