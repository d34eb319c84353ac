package dev.compilefarm.dispatcher.spool;

import java.util.Optional;

/**
 * What messages of one kind share.
 *
 * @param budget how much of each store they may have
 * @param blocks the memory
 * @param disk absent: then the budget must have none
 */
public record SpoolStores(SpoolBudget budget, BlockPool blocks, Optional<SpoolDisk> disk) {}
