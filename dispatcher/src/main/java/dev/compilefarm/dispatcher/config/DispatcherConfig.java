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

  /** Fixed volunteers as {@code host:port/slots}, for use without Kubernetes. */
  Optional<List<String>> volunteers();

  /** Ports that take distcc's protocol, all for the same queue. */
  @WithDefault("3632,3633")
  List<Integer> ports();

  /** The volunteers' {@code --job-lifetime} in seconds. */
  @WithDefault("600")
  int jobLifetimeSeconds();

  /** Seconds in which what was begun may be finished after the order to stop. */
  @WithDefault("600")
  int shutdownGraceSeconds();

  /** Most connections of clients at a time. */
  @WithDefault("20000")
  int maxConnections();

  /** The queue's bounds. */
  Queue queue();

  /** The queue's bounds. */
  interface Queue {

    /** Most jobs waiting; past it the newest of the tenant that holds most is sent home. */
    @WithDefault("1000")
    int maxQueuedJobs();

    /** Longest wait of a job in seconds. */
    @WithDefault("1800")
    int maxWaitSeconds();
  }
}
