package dev.compilefarm.operator.reconcile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The memories of all farms, by uid. A farm's is touched by one reconcile at a time. */
final class FarmMemories {
  private final Map<String, FarmMemory> byFarm = new ConcurrentHashMap<>();

  FarmMemory of(String uid) {
    return byFarm.getOrDefault(uid, FarmMemory.NONE);
  }

  void put(String uid, FarmMemory memory) {
    byFarm.put(uid, memory);
  }

  void forget(String uid) {
    byFarm.remove(uid);
  }
}
