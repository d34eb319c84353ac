package dev.compilefarm.client.cluster;

import dev.compilefarm.client.environment.FarmEnvironment;
import java.util.Optional;
import java.util.Set;

/**
 * How a build of this machine reaches a farm.
 *
 * @param environment with hosts that have addresses here
 * @param tenants under which of these names the dispatcher knows the build's jobs
 * @param forward the port-forward that the hosts stand for, if there is one
 */
public record Way(FarmEnvironment environment, Set<String> tenants, Optional<Forward> forward)
    implements AutoCloseable {
  public Way {
    tenants = Set.copyOf(tenants);
  }

  @Override
  public void close() {
    forward.ifPresent(Forward::close);
  }
}
