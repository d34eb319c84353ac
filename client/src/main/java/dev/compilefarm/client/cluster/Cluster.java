package dev.compilefarm.client.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.environment.FarmEnvironment;
import dev.compilefarm.client.load.Load;
import dev.compilefarm.client.machine.Connection;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One cluster and one namespace of it, as kubectl chooses them: {@code --kubeconfig}, {@code
 * $KUBECONFIG}, {@code ~/.kube/config}, or the account of the pod. Every method blocks for one or
 * two requests and throws {@link ClusterException} where they fail.
 */
public final class Cluster implements AutoCloseable {
  private static final String FARM = "compilefarm.dev/farm";

  /** Else the library asks the server first how their list is called. */
  private static final ResourceDefinitionContext PODS =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("Pod")
          .withPlural("pods")
          .withNamespaced(true)
          .build();

  private static final int LOG_LINES = 2000;
  private static final int CLIENT_PORT = 3632;
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;
  private static final int UNAUTHORIZED = 401;

  private final KubernetesClient client;
  private final String namespace;

  private Cluster(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Reads the kubeconfig and asks nothing yet. The caller closes it.
   *
   * @param kubeconfig a file; null: as kubectl finds it
   * @param context of that file; null: its current one
   * @param namespace null: the context's, or {@code default}
   */
  public static Cluster connect(File kubeconfig, String context, String namespace) {
    if (kubeconfig != null) {
      if (!kubeconfig.canRead()) {
        throw ClusterException.of("The kubeconfig %s cannot be read".formatted(kubeconfig), null);
      }
      // The client library has no other way to name both a file and one of its contexts.
      System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.getPath());
    }
    if (kubeconfig == null && isPodWithoutToken()) {
      throw ClusterException.of(
          "This pod has no token of a service account, and there is no kubeconfig."
              + " Set automountServiceAccountToken, or run this verb elsewhere",
          null);
    }
    Config config =
        new ConfigBuilder(Config.autoConfigure(context))
            .withRequestRetryBackoffLimit(1)
            .withConnectionTimeout(5_000)
            .withRequestTimeout(10_000)
            // A port-forward needs HTTP/1.1, and a few requests need no more either.
            .withHttp2Disable(true)
            .build();
    requireContext(config, context);
    String chosen =
        Optional.ofNullable(namespace)
            .or(() -> Optional.ofNullable(config.getNamespace()))
            .orElse("default");
    return new Cluster(
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new EndingHttpClients())
            // Without a search for types that no verb reads, which takes a tenth of a second.
            .withKubernetesSerialization(new KubernetesSerialization(new ObjectMapper(), false))
            .build(),
        chosen);
  }

  /** The library takes the current context where there is none of that name. */
  private static void requireContext(Config config, String name) {
    boolean isIt =
        name == null
            || (config.getCurrentContext() != null
                && name.equals(config.getCurrentContext().getName()));
    if (!isIt) {
      throw ClusterException.of(
          "The kubeconfig has no context %s. It has: %s"
              .formatted(
                  name,
                  config.getContexts().stream()
                      .map(NamedContext::getName)
                      .collect(Collectors.joining(", "))),
          null);
    }
  }

  private static boolean isPodWithoutToken() {
    String home = System.getenv().getOrDefault("HOME", "/");
    return System.getenv().containsKey("KUBERNETES_SERVICE_HOST")
        && !System.getenv().containsKey("KUBECONFIG")
        && !Files.exists(Path.of(home, ".kube", "config"))
        && !Files.exists(Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH));
  }

  /** The namespace that is asked. */
  public String namespace() {
    return namespace;
  }

  /** One farm of the namespace. */
  public CompileFarm farm(String name) {
    CompileFarm farm =
        asked(
            "the farm " + name,
            () -> client.resources(CompileFarm.class).inNamespace(namespace).withName(name).get());
    if (farm == null) {
      throw ClusterException.noSuchFarm(
          "There is no farm %s in the namespace %s. %s".formatted(name, namespace, farmsThere()));
    }
    return farm;
  }

  /** All farms of the namespace, by name. */
  public List<CompileFarm> farms() {
    return asked(
            "the farms", () -> client.resources(CompileFarm.class).inNamespace(namespace).list())
        .getItems()
        .stream()
        .sorted(Comparator.comparing((CompileFarm farm) -> farm.getMetadata().getName()))
        .toList();
  }

  /** The ConfigMap with the environment of a farm's clients. */
  public ConfigMap clientConfigMap(String farm) {
    String name = farm + "-client";
    ConfigMap map =
        asked(
            "the ConfigMap " + name,
            () -> client.configMaps().inNamespace(namespace).withName(name).get());
    if (map == null) {
      // Says better what is wrong where the farm itself is missing.
      farm(farm);
      throw ClusterException.of(
          ("The farm %s in %s has no ConfigMap %s yet. The operator makes it: is one running?"
                  + " Try: kubectl describe cfarm %s -n %s")
              .formatted(farm, namespace, name, farm, namespace),
          null);
    }
    return map;
  }

  /** A farm with its load, where its dispatcher can be asked. */
  public FarmState state(String farm) {
    CompileFarm known = farm(farm);
    return new FarmState(known, load(farm));
  }

  /** The load, or empty where the dispatcher is not ready or may not be asked. */
  public Optional<Load> load(String farm) {
    try (Dispatcher dispatcher = dispatcher(farm)) {
      return Optional.of(dispatcher.load());
    } catch (ClusterException e) {
      return Optional.empty();
    }
  }

  /** The dispatcher of a farm, through the API server. The caller closes it. */
  public Dispatcher dispatcher(String farm) {
    return Dispatcher.by(forward(farm, Dispatcher.ADMIN_PORT));
  }

  /** The same farm, to be asked again and again. */
  public FarmSource source(String farm) {
    return new FarmSource() {
      @Override
      public FarmState state() {
        return Cluster.this.state(farm);
      }

      @Override
      public Dispatcher dispatcher() {
        return Cluster.this.dispatcher(farm);
      }
    };
  }

  /**
   * How a build of this machine reaches the farm: by its name, or by a port-forward. The caller
   * closes it.
   */
  public Way way(String farm, boolean pump) {
    FarmEnvironment all = FarmEnvironment.of(clientConfigMap(farm));
    FarmEnvironment environment = pump ? all.forPump() : all;
    String host = environment.host();
    if (Connection.isKnown(host)) {
      return new Way(
          environment,
          Connection.ownAddressTowards(host).map(Set::of).orElse(Set.of()),
          Optional.empty());
    }
    Forward forward = forward(farm, CLIENT_PORT);
    return new Way(
        environment.through("127.0.0.1:" + forward.localPort()),
        Set.of("127.0.0.1"),
        Optional.of(forward));
  }

  /** The cluster's version, or why it does not say it. */
  String version() {
    try {
      return client.getKubernetesVersion().getGitVersion();
    } catch (KubernetesClientException e) {
      return "not told: " + e.getMessage();
    }
  }

  /** The objects that the operator keeps for a farm: all but Secrets, of which it has none. */
  List<HasMetadata> objects(String farm) {
    return asked(
        "the objects of the farm " + farm,
        () ->
            Stream.<List<? extends HasMetadata>>of(
                    client
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withLabel(FARM, farm)
                        .list()
                        .getItems(),
                    client.pods().inNamespace(namespace).withLabel(FARM, farm).list().getItems(),
                    client
                        .services()
                        .inNamespace(namespace)
                        .withLabel(FARM, farm)
                        .list()
                        .getItems(),
                    client
                        .configMaps()
                        .inNamespace(namespace)
                        .withLabel(FARM, farm)
                        .list()
                        .getItems())
                .<HasMetadata>flatMap(List::stream)
                .toList());
  }

  /** Events of the namespace about the farm and what is named after it. */
  List<HasMetadata> events(String farm) {
    return asked(
        "the events",
        () ->
            client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> {
                  String about = event.getInvolvedObject().getName();
                  return about.equals(farm) || about.startsWith(farm + "-");
                })
                .map(event -> (HasMetadata) event)
                .toList());
  }

  /**
   * The last lines of what each dispatcher's container logged, ready or not, and the one before.
   */
  String dispatcherLogs(String farm) {
    StringBuilder logs = new StringBuilder();
    for (DispatcherPod pod : dispatcherPods(farm)) {
      String name = pod.name();
      PodResource resource = client.pods().inNamespace(namespace).withName(name);
      logs.append("--- ").append(name).append('\n');
      String now = asked("the log of " + name, resource.tailingLines(LOG_LINES)::getLog);
      logs.append(now);
      if (pod.isRestarted()) {
        logs.append("--- ").append(name).append(", before\n");
        String before =
            asked("the log of " + name, resource.terminated().tailingLines(LOG_LINES)::getLog);
        logs.append(before);
      }
    }
    return logs.toString();
  }

  private List<DispatcherPod> dispatcherPods(String farm) {
    return asked(
            "the dispatcher's pods",
            () ->
                client
                    .genericKubernetesResources(PODS)
                    .inNamespace(namespace)
                    .withLabel(FARM, farm)
                    .withLabel("app.kubernetes.io/component", "dispatcher")
                    .list())
        .getItems()
        .stream()
        .map(DispatcherPod::of)
        .toList();
  }

  /** A port of the farm's dispatcher, here. The caller closes it. */
  private Forward forward(String farm, int port) {
    String pod =
        dispatcherPods(farm).stream()
            .filter(DispatcherPod::isReady)
            .filter(ready -> !ready.isEnding())
            .max(Comparator.comparing(DispatcherPod::created))
            .orElseThrow(() -> noDispatcher(farm))
            .name();
    return Forward.of(client, namespace, pod, port);
  }

  private ClusterException noDispatcher(String farm) {
    // Says better what is wrong where the farm itself is missing.
    farm(farm);
    return ClusterException.of(
        ("The farm %s in %s has no dispatcher that is ready."
                + " Try: kubectl describe cfarm %s -n %s")
            .formatted(farm, namespace, farm, namespace),
        null);
  }

  @Override
  public void close() {
    client.close();
  }

  private String farmsThere() {
    List<CompileFarm> farms = farms();
    return farms.isEmpty()
        ? "It has none. Name another namespace with -n"
        : "It has: "
            + farms.stream()
                .map(farm -> farm.getMetadata().getName())
                .collect(Collectors.joining(", "));
  }

  private <T> T asked(String what, Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw ClusterException.of(told(what, e), e);
    }
  }

  private String told(String what, KubernetesClientException e) {
    return switch (e.getCode()) {
      case NOT_FOUND ->
          "The cluster %s has no CompileFarms. Install compilefarm there, or name another --context"
              .formatted(client.getMasterUrl());
      case FORBIDDEN ->
          "You may not read %s in the namespace %s. Ask for the role view or edit there"
              .formatted(what, namespace);
      case UNAUTHORIZED ->
          "The cluster %s does not know you. Log in again, or name another --context"
              .formatted(client.getMasterUrl());
      default ->
          "The cluster %s did not tell %s: %s. Does 'kubectl get cfarm' work?"
              .formatted(client.getMasterUrl(), what, reason(e));
    };
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
