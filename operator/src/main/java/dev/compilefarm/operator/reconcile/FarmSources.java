package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.load.LoadFollowing;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.observe.ClientPlaces;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.PodMaker;
import dev.compilefarm.operator.observe.Rollout;
import dev.compilefarm.operator.observe.ServiceFact;
import dev.compilefarm.operator.plan.Settings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Everything that can wake a farm's reconcile: its objects, its pods, and its dispatcher's load.
 * Also their caches.
 */
final class FarmSources {
  /**
   * Objects that are read at a time when a cache is filled: a whole list of 5,000 pods is 45 MB of
   * JSON, which would be in memory beside the cache.
   */
  static final long PAGE = 250;

  private final Map<Class<? extends HasMetadata>, InformerEventSource<?, CompileFarm>> objects =
      new LinkedHashMap<>();
  private final InformerEventSource<Deployment, CompileFarm> deployments;
  private final InformerEventSource<Service, CompileFarm> services;
  private final InformerEventSource<ConfigMap, CompileFarm> configMaps;
  private final ClientNamespacesSource namespaces;
  private final IndexerResourceCache<CompileFarm> farms;
  private final InformerEventSource<Pod, CompileFarm> pods;
  private final LoadSource loads;
  private final DeletedFarms deleted;
  private final WakeSource wake = new WakeSource();

  /**
   * @param switches what the operator has the rights for
   * @param forget gets each farm that is gone
   */
  FarmSources(
      EventSourceContext<CompileFarm> context,
      LoadFollowing dispatcherLoads,
      Settings.Switches switches,
      Consumer<CompileFarm> forget) {
    deployments = object(Deployment.class, context);
    services = object(Service.class, context);
    configMaps = object(ConfigMap.class, context);
    if (switches.imagePrePull()) {
      object(DaemonSet.class, context);
    }
    object(NetworkPolicy.class, context);
    object(ServiceAccount.class, context);
    object(RoleBinding.class, context);
    object(PodDisruptionBudget.class, context);
    pods = informer(Pod.class, context);
    farms = context.getPrimaryCache();
    namespaces =
        new ClientNamespacesSource(farms, context.getClient(), switches.clientNamespaces());
    loads = new LoadSource(context.getPrimaryCache(), dispatcherLoads);
    deleted = new DeletedFarms(forget);
  }

  /** The kinds that the operator writes. */
  Map<Class<? extends HasMetadata>, InformerEventSource<?, CompileFarm>> objects() {
    return objects;
  }

  /** The cache of ConfigMaps, which holds those of farms in all namespaces that are watched. */
  InformerEventSource<ConfigMap, CompileFarm> configMaps() {
    return configMaps;
  }

  List<EventSource<?, CompileFarm>> all() {
    List<EventSource<?, CompileFarm>> all = new ArrayList<>(objects.values());
    all.add(pods);
    all.add(loads);
    all.add(namespaces);
    all.add(deleted);
    all.add(wake);
    return all;
  }

  /** All that is known of the farm now. From now on its load is heard from the pods seen here. */
  Observed followAndObserve(CompileFarm farm) {
    Set<Pod> seen = pods.getSecondaryResources(farm);
    FarmNames names = FarmNames.of(farm);
    Optional<LoadReport> report = loads.follow(farm, Observed.dispatcherPods(names, seen));
    return Observed.of(names, deployments.getSecondaryResources(farm), seen, report)
        .with(
            services
                .get(new ResourceID(names.service(), names.namespace()))
                .map(ServiceFact::of)
                .orElse(ServiceFact.NONE),
            clientPlaces(farm, names));
  }

  private ClientPlaces clientPlaces(CompileFarm farm, FarmNames names) {
    if (farm.specOrDefaults().clients().namespaces().saysNothing()) {
      return ClientPlaces.NONE;
    }
    TreeSet<String> namesakes = new TreeSet<>();
    farms
        .list(other -> other.getMetadata().getName().equals(names.farm()))
        .map(other -> other.getMetadata().getNamespace())
        .filter(namespace -> !namespace.equals(names.namespace()))
        .forEach(namesakes::add);
    TreeSet<String> holding = new TreeSet<>();
    configMaps.getSecondaryResources(farm).stream()
        .map(object -> object.getMetadata().getNamespace())
        .filter(namespace -> !namespace.equals(names.namespace()))
        .forEach(holding::add);
    return new ClientPlaces(namespaces.namespaces(), holding, namesakes);
  }

  /** Names of the farms that have a pod in this namespace, whatever becomes of it. */
  SortedSet<String> farmsWithPods(String namespace) {
    return pods.list(namespace, pod -> true)
        .flatMap(pod -> PodMaker.farmOf(pod).stream())
        .map(FarmNames::farm)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Wakes a farm's reconcile. */
  void wake(ResourceID farm) {
    wake.wake(farm);
  }

  /** Uids of the farms whose volunteers are being replaced now, as far as the caches know. */
  Set<String> farmsThatReplaceVolunteers() {
    return deployments
        .list(deployment ->
            Labels.VOLUNTEER.equals(deployment.getMetadata().getLabels().get(Labels.COMPONENT))
                && Rollout.of(deployment) == Rollout.UNDER_WAY)
        .flatMap(deployment -> farmOf(deployment).stream())
        .flatMap(farm -> farms.get(farm).stream())
        .map(farm -> farm.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  /** Volunteers that the live Deployment asks for; 0 while there is none. */
  int volunteersAskedFor(FarmNames farm) {
    return deployments
        .get(new ResourceID(farm.volunteers(), farm.namespace()))
        .map(deployment -> deployment.getSpec().getReplicas())
        .orElse(0);
  }

  private <R extends HasMetadata> InformerEventSource<R, CompileFarm> object(
      Class<R> kind, EventSourceContext<CompileFarm> context) {
    InformerEventSource<R, CompileFarm> source = informer(kind, context);
    objects.put(kind, source);
    return source;
  }

  private static <R extends HasMetadata> InformerEventSource<R, CompileFarm> informer(
      Class<R> kind, EventSourceContext<CompileFarm> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, CompileFarm.class)
            .withName(kind.getSimpleName())
            .withLabelSelector(Labels.MANAGED_SELECTOR)
            .withNamespacesInheritedFromController()
            .withInformerListLimit(PAGE)
            .withSecondaryToPrimaryMapper(FarmSources::farmOf)
            .build(),
        context);
  }

  /**
   * By label: copies are owned by nobody. Pods are believed only if the farm's Deployment made
   * them: whatever else has a dispatcher's labels would get the operator's token.
   */
  private static Set<ResourceID> farmOf(HasMetadata object) {
    Optional<FarmNames> names =
        object instanceof Pod pod ? PodMaker.farmOf(pod) : FarmNames.ofLabels(object);
    return names
        .map(farm -> Set.of(new ResourceID(farm.farm(), farm.namespace())))
        .orElse(Set.of());
  }
}
