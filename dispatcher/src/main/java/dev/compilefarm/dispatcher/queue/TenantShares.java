package dev.compilefarm.dispatcher.queue;

import java.util.Map;

/** Every tenant's share: the named ones' own, and one for all others. */
public record TenantShares(Map<String, TenantShare> named, TenantShare others) {

  public TenantShares {
    named = Map.copyOf(named);
  }

  /** All tenants alike, each with at most so many jobs waiting. */
  public static TenantShares equal(int queuedMax) {
    return new TenantShares(Map.of(), TenantShare.equal(queuedMax));
  }

  /** The share of this tenant. */
  public TenantShare of(String tenant) {
    return named.getOrDefault(tenant, others);
  }
}
