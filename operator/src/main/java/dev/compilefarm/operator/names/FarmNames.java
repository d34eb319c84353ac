package dev.compilefarm.operator.names;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** The names of a farm's objects; all follow from its own. */
public record FarmNames(String farm, String namespace) {

  /** Port of distcc on dispatcher, volunteers and Services. */
  public static final int DISTCC_PORT = 3632;

  /**
   * Second port for the same queue: a client that fails on one entry of its host list sends the job
   * to the other at once instead of compiling at home.
   */
  public static final int DISTCC_ALT_PORT = 3633;

  /** The dispatcher's port for health, load and metrics. */
  public static final int ADMIN_PORT = 8080;

  /** The dispatcher's port where volunteers report that they listen. */
  public static final int REPORT_PORT = 8081;

  public static FarmNames of(HasMetadata farm) {
    return new FarmNames(farm.getMetadata().getName(), farm.getMetadata().getNamespace());
  }

  /**
   * The farm that an object's labels name; empty where no label names a farm. Its namespace is the
   * object's own. Only a ConfigMap may name another one: who makes a pod in one namespace must not
   * put it into a farm of another.
   */
  public static Optional<FarmNames> ofLabels(HasMetadata object) {
    Map<String, String> labels =
        Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
    return Optional.ofNullable(labels.get(Labels.FARM))
        .map(farm -> new FarmNames(farm, namespace(object, labels)));
  }

  private static String namespace(HasMetadata object, Map<String, String> labels) {
    String own = object.getMetadata().getNamespace();
    return object instanceof ConfigMap ? labels.getOrDefault(Labels.FARM_NAMESPACE, own) : own;
  }

  /** The Service that clients use. */
  public String service() {
    return farm;
  }

  /**
   * ServiceAccount, Deployment and the admin ports' Service of the dispatcher. A farm that an
   * earlier operator made has a Role and a RoleBinding of this name, too.
   */
  public String dispatcher() {
    return farm + "-dispatcher";
  }

  /**
   * The RoleBinding of the dispatcher. What a binding refers to cannot be changed, so there is
   * another one for each role.
   */
  public String dispatcherBinding(String role) {
    return dispatcher() + "." + role;
  }

  /** Deployment, headless Service, PodDisruptionBudget and NetworkPolicy of the volunteers. */
  public String volunteers() {
    return farm + "-volunteers";
  }

  /** The DaemonSet that pulls the volunteers' images. */
  public String images() {
    return farm + "-images";
  }

  /** The Deployment that keeps room for volunteers. */
  public String placeholders() {
    return farm + "-placeholders";
  }

  /** The ConfigMap with the clients' environment. */
  public String client() {
    return farm + "-client";
  }

  /** The ConfigMap with DISTCC_HOSTS of the tenants that have a port of their own. */
  public String tenants() {
    return farm + "-tenants";
  }

  /** The dispatcher's own Service with one of its ports, without the cluster's domain. */
  public String dispatcherEndpoint(int port) {
    return dispatcher() + "." + namespace + ".svc:" + port;
  }

  /** Where jobs go. */
  public String endpoint() {
    return endpoint(DISTCC_PORT);
  }

  /**
   * The farm's Service with one of its ports. Without the cluster's domain, which need not be
   * cluster.local.
   */
  public String endpoint(int port) {
    return service() + "." + namespace + ".svc:" + port;
  }
}
