package dev.compilefarm.operator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The operator's settings, from the environment: {@code COMPILEFARM_DISPATCHER_IMAGE} and so on. A
 * missing image ends the start with a message that names it.
 */
@ConfigMapping(prefix = "compilefarm")
public interface OperatorConfig {

  /** Image of the dispatchers. */
  String dispatcherImage();

  /** Image of the volunteers of farms that do not name one. */
  String volunteerImage();

  /** Image that brings distccd into the volunteers of farms that name an image. */
  String toolsImage();

  /**
   * Which compiler the packaged image has. Farms without an image of their own keep the image of
   * another one.
   */
  @WithDefault("gcc-14")
  String packagedToolchain();

  /**
   * How many farms may replace their volunteers at a time because the operator was replaced. At
   * least 1.
   */
  @WithDefault("3")
  int maxConcurrentRollouts();

  /**
   * Whether the cluster gives pods their users and groups, as OpenShift does; missing: the cluster
   * is asked.
   */
  Optional<Boolean> openshift();

  /**
   * Name of the PriorityClass of pods that keep room for volunteers or pull their images. Its value
   * must be lower than the volunteers' priority.
   */
  @WithDefault("compilefarm-placeholder")
  String placeholderPriorityClass();

  /**
   * Name of the ClusterRole that each farm's dispatcher gets in the farm's namespace. The operator
   * must have the right to bind it.
   */
  @WithDefault("compilefarm-dispatcher")
  String dispatcherRole();

  /** When the pods of farms pull their images. */
  @WithDefault("IfNotPresent")
  PullPolicy imagePullPolicy();

  /**
   * Names of Secrets in each farm's namespace, by which the farm's pods pull their images besides
   * those that the farm names.
   */
  Optional<List<String>> imagePullSecrets();

  /**
   * The least important level that this operator and the dispatchers log; missing: INFO. Handed on
   * to the framework in application.properties.
   */
  Optional<LogLevel> logLevel();

  /** Whether this operator and the dispatchers log an object in each line in place of text. */
  @WithDefault("false")
  boolean logJson();

  /**
   * Namespaces whose farms are served; empty or missing: all. Handed on to the framework in
   * application.properties.
   */
  Optional<List<String>> watchNamespaces();

  /**
   * How long a watch may be silent before it is begun anew where it was: what the operator knows of
   * the cluster is at most so much older than the cluster, whatever becomes of a connection. In
   * whole seconds.
   */
  @WithDefault("45s")
  Duration watchSilence();

  /**
   * The service account of the operator's own pod, {@code system:serviceaccount:NAMESPACE:NAME}.
   * Dispatchers know the operator by it.
   */
  Optional<String> serviceAccount();

  /**
   * The file with that account's token for dispatchers, which the kubelet renews. Without one the
   * operator reads their loads like anybody else.
   */
  Optional<Path> dispatcherTokenFile();

  /**
   * Whether clients' ConfigMaps are kept in namespaces that farms name: the operator then has the
   * rights to list all namespaces, and to remove ConfigMaps from them.
   */
  @WithDefault("false")
  boolean clientNamespaces();

  /** Whether farms get NetworkPolicies. */
  @WithDefault("true")
  boolean networkPolicies();

  /**
   * Who may read the metrics of dispatchers where farms have NetworkPolicies: peers of a
   * NetworkPolicy, as a JSON list.
   */
  @WithDefault("[]")
  String monitoringFrom();

  /**
   * Whether farms may have their volunteers' images pulled to nodes before: the operator then has
   * the rights to make and delete DaemonSets.
   */
  @WithDefault("true")
  boolean imagePrePull();

  /**
   * Whether the operator writes into the status of a namespace that is being deleted: which farms
   * it waits for. That also has the cluster look again at once.
   */
  @WithDefault("true")
  boolean namespaceStatus();

  /**
   * The Lease by which one of several operators acts, as {@code NAMESPACE/NAME}. Missing: this one
   * is alone.
   */
  Optional<String> lease();

  /** As the framework spells it. */
  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** As pods spell it. */
  enum PullPolicy {
    IfNotPresent,
    Always,
    Never
  }
}
