package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
import dev.compilefarm.dispatcher.spool.SpoolShares.Disk;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpoolSharesTest {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;
  private static final long HEAP = 230 * MIB;
  private final SpoolShares inMemory = new SpoolShares(HEAP, Optional.empty());
  private final SpoolShares onDisk = new SpoolShares(HEAP, Optional.of(new Disk(4 * GIB, MIB)));

  @Test
  void withoutADiskOneMessageMayHaveTheMemoryOfItsKind() {
    long requests = 92 * MIB / BLOCK_BYTES;
    long replies = 46 * MIB / BLOCK_BYTES;
    long overdraft = 64 * MIB / BLOCK_BYTES;
    assertEquals(new Limits(requests, requests, 0, overdraft, 512), inMemory.requests());
    assertEquals(new Limits(replies, replies, 0, overdraft, Integer.MAX_VALUE), inMemory.replies());
  }

  @Test
  void withADiskRequestsHaveSevenEighthsOfIt() {
    Limits requests = onDisk.requests();
    Limits replies = onDisk.replies();
    assertEquals(inMemory.requests().memory(), requests.memory());
    assertEquals(MIB / BLOCK_BYTES, requests.memoryPerMessage());
    assertEquals(MIB / BLOCK_BYTES, replies.memoryPerMessage());
    assertEquals(7 * GIB / 2 / BLOCK_BYTES, requests.disk());
    assertEquals(GIB / 2 / BLOCK_BYTES, replies.disk());
    assertEquals(512, requests.waiting());
  }

  /** A pod of 512 MiB gives the heap 230 MiB, and the JVM itself needs 90. */
  @Test
  void heapAndSpoolAndJvmFitIntoThePod() {
    long spool = (inMemory.requests().memory() + inMemory.replies().memory()) * BLOCK_BYTES;
    assertTrue(HEAP + spool + 90 * MIB <= 512 * MIB, () -> "the spool has " + spool);
  }

  @Test
  void aTenantMayHaveHalfOfTheRoomOfRequests() {
    assertEquals(46 * MIB, inMemory.requestBytesPerTenant());
    assertEquals(46 * MIB + 7 * GIB / 4, onDisk.requestBytesPerTenant());
  }

  @Test
  void onlyAReplyIsTakenFromAClientThatDoesNotReadIt() {
    assertEquals(
        new Stalls(Duration.ofSeconds(10), Stalls.NEVER, Stalls.NEVER), SpoolShares.REQUEST_STALLS);
    assertEquals(
        new Stalls(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(5)),
        SpoolShares.REPLY_STALLS);
  }
}
