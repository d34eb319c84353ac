package dev.compilefarm.dispatcher.spool;

import java.util.Optional;

/**
 * What messages of one kind share.
 *
 * @param budget how much of each store they may have
 * @param blocks the memory
 * @param disk absent: then the budget must have none
 */
public record SpoolStores(SpoolBudget budget, BlockPool blocks, Optional<SpoolDisk> disk) {

  /** Without a disk. */
  public static SpoolStores ofMemory(long bytes) {
    return of(SpoolBudget.Limits.ofMemory(bytes), new BlockPool(bytes), Optional.empty());
  }

  /** With a budget of these limits. */
  public static SpoolStores of(
      SpoolBudget.Limits limits, BlockPool blocks, Optional<SpoolDisk> disk) {
    return new SpoolStores(
        new SpoolBudget(limits, () -> disk.map(SpoolDisk::isUsable).orElse(false)), blocks, disk);
  }
}
