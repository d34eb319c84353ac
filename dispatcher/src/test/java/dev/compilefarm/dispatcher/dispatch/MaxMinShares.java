package dev.compilefarm.dispatcher.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Weighted max-min shares by filling with water: the level rises for all alike, and who has what it
 * wants takes no more. Knows nothing of queues, turns or who runs what.
 */
final class MaxMinShares {

  /** What a tenant would run if it had all slots. */
  record Claim(String tenant, int weight, int demand) {}

  private MaxMinShares() {}

  /** Each tenant's share of so many slots; a fraction, since the oracle need not round. */
  static Map<String, Double> of(Collection<Claim> claims, int slots) {
    Map<String, Double> shares = new HashMap<>();
    List<Claim> thirsty = new ArrayList<>(claims);
    double left = slots;
    while (!thirsty.isEmpty()) {
      double level = left / thirsty.stream().mapToInt(Claim::weight).sum();
      List<Claim> filled =
          thirsty.stream().filter(claim -> claim.demand() <= claim.weight() * level).toList();
      if (filled.isEmpty()) {
        thirsty.forEach(claim -> shares.put(claim.tenant(), claim.weight() * level));
        return shares;
      }
      for (Claim claim : filled) {
        shares.put(claim.tenant(), (double) claim.demand());
        left -= claim.demand();
      }
      thirsty.removeAll(filled);
    }
    return shares;
  }
}
