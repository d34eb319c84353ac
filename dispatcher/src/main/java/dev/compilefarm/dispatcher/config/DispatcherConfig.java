package dev.compilefarm.dispatcher.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The dispatcher's settings. Each is an environment variable: {@code COMPILEFARM_} and the name in
 * capitals, {@code COMPILEFARM_QUEUE_MAX_QUEUED_JOBS} for instance. {@link Settings} says what each
 * does.
 */
@ConfigMapping(prefix = "compilefarm")
public interface DispatcherConfig {

  Optional<String> farm();

  Optional<String> namespace();

  Optional<String> operator();

  Optional<List<String>> volunteers();

  @WithDefault("60")
  int volunteerListMaxAgeSeconds();

  @WithDefault("8081")
  int reportPort();

  @WithDefault("3632,3633")
  List<String> ports();

  Optional<List<String>> tenants();

  @WithDefault("600")
  int jobLifetimeSeconds();

  @WithDefault("600")
  int shutdownGraceSeconds();

  @WithDefault("300")
  int clientIoTimeoutSeconds();

  OptionalInt clientJobs();

  Optional<String> nodeAddress();

  @WithDefault("20000")
  int maxConnections();

  @WithDefault("2000")
  int maxConnectionsPerAddress();

  @WithDefault("128")
  int maxAdminConnections();

  /** The queue's bounds. */
  Queue queue();

  /** Where whole requests and replies wait. */
  Spool spool();

  /** The queue's bounds. */
  interface Queue {

    @WithDefault("1000")
    int maxQueuedJobs();

    @WithDefault("1000")
    int maxQueuedJobsPerTenant();

    Optional<Long> maxQueuedBytesPerTenant();

    @WithDefault("1800")
    int maxWaitSeconds();

    @WithDefault("240")
    int clientPatienceSeconds();

    @WithDefault("268435456")
    long maxSourceBytes();

    @WithDefault("536870912")
    long maxObjectBytes();
  }

  /** Where whole requests and replies wait: in memory, and what is too much for it on a disk. */
  interface Spool {

    Optional<String> directory();

    @WithDefault("4294967296")
    long diskBytes();

    @WithDefault("1048576")
    long memoryBytesPerJob();
  }
}
