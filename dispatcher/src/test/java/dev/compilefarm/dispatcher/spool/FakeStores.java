package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;

import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
import java.util.Optional;

/** Stores for tests: all tenants weigh the same, and nobody has to give way. */
public final class FakeStores {
  private static final Stalls NEVER = new Stalls(Stalls.NEVER, Stalls.NEVER, Stalls.NEVER);

  private FakeStores() {}

  /** Without a disk. */
  public static SpoolStores ofMemory(int blocks) {
    return of(new Limits(blocks, blocks, 0, Integer.MAX_VALUE), Optional.empty());
  }

  static SpoolStores of(Limits limits, Optional<SpoolDisk> disk) {
    return new SpoolStores(
        new SpoolBudget(
            limits,
            NEVER,
            tenant -> 1,
            () -> disk.map(SpoolDisk::isUsable).orElse(false),
            System::nanoTime),
        new BlockPool(limits.memory() * BLOCK_BYTES),
        disk);
  }

  /** A message of a tenant like any other. */
  public static Spool spool(SpoolStores stores) {
    return new Spool(stores, "t", () -> {});
  }
}
