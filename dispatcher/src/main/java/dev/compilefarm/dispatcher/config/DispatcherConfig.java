package dev.compilefarm.dispatcher.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * The dispatcher's settings. Each is an environment variable: {@code COMPILEFARM_} and the name in
 * capitals, {@code COMPILEFARM_QUEUE_MAX_QUEUED_JOBS} for instance.
 */
@ConfigMapping(prefix = "compilefarm")
public interface DispatcherConfig {

  /**
   * The farm whose pods are the volunteers; with {@link #namespace}. Or else {@link #volunteers}.
   */
  Optional<String> farm();

  /** The namespace of the farm. */
  Optional<String> namespace();

  /**
   * The operator's service account as {@code system:serviceaccount:NAMESPACE:NAME}, whose token
   * gives it a place of its own at the load stream. Without one all readers are alike.
   */
  Optional<String> operator();

  /** Fixed volunteers as {@code host:port/slots}, for use without Kubernetes. */
  Optional<List<String>> volunteers();

  /**
   * How old the list of the farm's volunteers may become where the API server says nothing, in
   * seconds.
   */
  @WithDefault("60")
  int volunteerListMaxAgeSeconds();

  /** Port where the farm's volunteers report that they listen; 0 for none. */
  @WithDefault("8081")
  int reportPort();

  /**
   * Ports that take distcc's protocol, all for the same queue. {@code 3642=nightly} makes every job
   * that comes in there one of the tenant nightly; without a name the tenant is the client's
   * address.
   */
  @WithDefault("3632,3633")
  List<String> ports();

  /**
   * Tenants that are not like all others: {@code nightly weight=2 max-running=10 max-queued=200},
   * each property optional.
   */
  Optional<List<String>> tenants();

  /** The volunteers' {@code --job-lifetime} in seconds. */
  @WithDefault("600")
  int jobLifetimeSeconds();

  /** Seconds in which what was begun may be finished after the order to stop. */
  @WithDefault("600")
  int shutdownGraceSeconds();

  /** DISTCC_IO_TIMEOUT of the clients in seconds: how long one waits for the next byte. */
  @WithDefault("300")
  int clientIoTimeoutSeconds();

  /** Most connections of clients at a time. */
  @WithDefault("20000")
  int maxConnections();

  /** Most of them from one address. */
  @WithDefault("2000")
  int maxConnectionsPerAddress();

  /** Most connections to the admin port at a time; past it one of those that stand is closed. */
  @WithDefault("128")
  int maxAdminConnections();

  /** The queue's bounds. */
  Queue queue();

  /** Where whole requests and replies wait. */
  Spool spool();

  /** The queue's bounds. */
  interface Queue {

    /** Most jobs waiting; past it the newest of the tenant that holds most is sent home. */
    @WithDefault("1000")
    int maxQueuedJobs();

    /** Most jobs of one tenant waiting, unless {@link #tenants} says otherwise for it. */
    @WithDefault("1000")
    int maxQueuedJobsPerTenant();

    /**
     * Most bytes of requests of one tenant waiting; past it the newest is sent home. By default
     * half of the room that requests have in memory and on the disk.
     */
    Optional<Long> maxQueuedBytesPerTenant();

    /** Longest wait of a job in seconds. */
    @WithDefault("1800")
    int maxWaitSeconds();
  }

  /** Where whole requests and replies wait: in memory, and what is too much for it on a disk. */
  interface Spool {

    /**
     * A directory on a disk of at least {@link #diskBytes} and two overdrafts more, 128 MiB. On a
     * tmpfs it costs the memory that it is to spare. Without one all is in memory.
     */
    Optional<String> directory();

    /** Most bytes on the disk; past it the dispatcher stops reading. */
    @WithDefault("4294967296")
    long diskBytes();

    /** Bytes of a request or reply past which its rest goes to the disk. */
    @WithDefault("1048576")
    long memoryBytesPerJob();
  }
}
