package dev.compilefarm.e2e.farm;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.observe.DispatcherView;
import dev.compilefarm.testbed.observe.Inventory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who deletes a farm does not take the jobs along that it has accepted; and no farm stays because
 * somebody waits for jobs that are not there. The bounds of these farms are the defaults, forty
 * minutes in all: what goes sooner went because nothing was left to wait for.
 */
class FarmDeletionIT {
  @RegisterExtension static final Stage stage = new Stage("deletion");

  private static final String FARM_LABEL = "compilefarm.dev/farm";
  private static final Duration GONE = Duration.ofSeconds(90);

  /** After the last job, on a machine that does little else. */
  private static final Duration NAMESPACE_GONE = Duration.ofSeconds(60);

  /** Four compiles of twenty seconds and more each, which say when and how they ended. */
  private static final String LONG_BUILD =
      """
      for i in 1 2 3 4; do
        cat > f$i.cc <<END
      constexpr unsigned spin(unsigned n) {
        unsigned x = $i;
        for (unsigned i = 0; i < n; ++i) x = x * 1664525u + 1013904223u;
        return x;
      }
      constexpr unsigned result = spin(8000000);
      unsigned f$i() { return result; }
      END
        { code=0
          distcc g++ -std=c++17 -fconstexpr-loop-limit=2000000000 -fconstexpr-ops-limit=2000000000 \
            -c f$i.cc -o f$i.o || code=$?
          echo "ended at $(date +%s) with $code"
        } &
      done
      wait
      """;

  /** Four compiles of some seconds each, all sent at once. */
  private static final String BUILD =
      """
      for i in 1 2 3 4; do cat > f$i.cc <<END
      constexpr unsigned spin(unsigned n) {
        unsigned x = $i;
        for (unsigned i = 0; i < n; ++i) x = x * 1664525u + 1013904223u;
        return x;
      }
      constexpr unsigned result = spin(1000000);
      unsigned f$i() { return result; }
      END
      done
      printf 'all: f1.o f2.o f3.o f4.o\\n' > Makefile
      make --silent -j4 CXX='distcc g++' \
        CXXFLAGS='-std=c++17 -fconstexpr-loop-limit=2000000000 -fconstexpr-ops-limit=2000000000'
      test "$(ls f*.o | wc -l)" = 4
      """;

  /**
   * In the foreground too, as Argo CD does it: the cluster also takes the dispatcher's account and
   * the volunteers at once, so only jobs that run are sure to be finished: all four.
   */
  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "FOREGROUND"})
  void aFarmThatIsDeletedFinishesTheJobsItHas(DeletionPropagation cascade) {
    // Given: jobs that run, and in the background three that wait for one slot
    int slots = cascade == DeletionPropagation.FOREGROUND ? 4 : 1;
    Inventory inventory = new Inventory(stage.client(), stage.namespace());
    String farm = "busy-" + cascade.name().toLowerCase(Locale.ROOT);
    stage
        .user()
        .applyAndAwaitReady(
            farm, farm(farm, "replicas: 1, volunteers: {slots: %d}".formatted(slots)));
    Build build = stage.developer("ann").buildOn(farm, BUILD);
    eventually(
        "four jobs, as many of them running as there are slots",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf(farm).load(),
        load -> load.running() == slots && load.queued() == 4 - slots);

    // When
    stage.user().deleteFarm(farm, cascade);

    // Then
    assertFalse(build.hasEnded(), "the build was over before the farm was deleted");
    Condition ready =
        stage
            .user()
            .awaitCondition(
                farm, "Ready", GONE, condition -> condition.getReason().equals("Deleting"));
    assertTrue(ready.getMessage().contains("To go at once: kubectl"), ready::getMessage);
    BuildResult result = build.await(Duration.ofMinutes(3)).expectSuccess();
    assertFalse(result.log().contains("distcc["), result::log);
    awaitGone(inventory, farm);
  }

  @Test
  void aPausedFarmIsDeletedToo() {
    Inventory inventory = new Inventory(stage.client(), stage.namespace());
    stage.user().applyAndAwaitReady("paused", farm("paused", "replicas: 1"));
    stage.user().patchFarm("paused", "{\"spec\": {\"paused\": true}}");
    stage.user().awaitCondition("paused", "Ready", GONE, c -> c.getReason().equals("Paused"));

    stage.user().deleteFarm("paused");

    awaitGone(inventory, "paused");
  }

  /** With the bounds of the defaults, of which the cluster would wait for half: twenty minutes. */
  @Test
  void aNamespaceGoesWithTheIdleFarmInIt() {
    String namespace = create("idle");
    new ClusterUser(stage.client(), namespace)
        .applyAndAwaitReady("main", farm("main", "replicas: 1"));
    Instant start = Instant.now();

    stage.client().namespaces().withName(namespace).delete();

    awaitGoneWithin(NAMESPACE_GONE, namespace, start);
  }

  /** What runs is finished, and who waits is told at once, for nobody can come any more. */
  @Test
  void aNamespaceGoesWithTheBusyFarmInIt() {
    // Given: one slot, a job that has it, and three that wait for it; the build is elsewhere
    String namespace = create("busy");
    ClusterUser user = new ClusterUser(stage.client(), namespace);
    user.applyAndAwaitReady(
        "leaving",
        farm(
            "leaving",
            "replicas: 1, volunteers: {slots: 1}, clients: {namespaces: {names: [%s]}}"
                .formatted(stage.namespace())));
    eventually(
        "the farm's ConfigMap where the build is",
        GONE,
        () ->
            stage
                .client()
                .configMaps()
                .inNamespace(stage.namespace())
                .withName("leaving-client")
                .get(),
        Objects::nonNull);
    Build build = stage.developer("bob").buildOn("leaving", LONG_BUILD);
    DispatcherView dispatcher = new DispatcherView(stage.client(), namespace, "leaving");
    eventually(
        "one job running and three waiting",
        Duration.ofSeconds(90),
        dispatcher::load,
        load -> load.running() == 1 && load.queued() == 3);
    Instant start = Instant.now();

    // When
    stage.client().namespaces().withName(namespace).delete();

    // Then: both objects say what they wait for
    NamespaceCondition waits =
        eventually(
                "what the namespace waits for",
                GONE,
                () -> condition(namespace),
                Optional::isPresent)
            .orElseThrow();
    assertTrue(waits.getMessage().contains("The pods of farm leaving"), waits::getMessage);
    Condition ready =
        user.awaitCondition(
            "leaving", "Ready", GONE, condition -> condition.getReason().equals("Deleting"));
    assertTrue(ready.getMessage().contains("Namespace " + namespace), ready::getMessage);

    // And the three are told before the one is done
    String log = build.await(Duration.ofMinutes(5)).log();
    List<Ended> ended = Ended.in(log);
    assertEquals(List.of(116, 116, 116, 0), ended.stream().map(Ended::exitCode).toList(), log);
    System.out.printf("Who waited was told after %s%n", Duration.between(start, ended.get(2).at()));
    awaitGoneWithin(NAMESPACE_GONE, namespace, ended.getLast().at());
  }

  /**
   * The end of a compile.
   *
   * @param at in whole seconds
   */
  private record Ended(Instant at, int exitCode) {
    private static final Pattern LINE = Pattern.compile("(?m)^ended at (\\d+) with (\\d+)$");

    /** In the order of time. */
    static List<Ended> in(String log) {
      return LINE.matcher(log)
          .results()
          .map(match ->
              new Ended(
                  Instant.ofEpochSecond(Long.parseLong(match.group(1))),
                  Integer.parseInt(match.group(2))))
          .sorted(Comparator.comparing(Ended::at))
          .toList();
    }
  }

  private static Optional<NamespaceCondition> condition(String namespace) {
    return stage
        .client()
        .namespaces()
        .withName(namespace)
        .require()
        .getStatus()
        .getConditions()
        .stream()
        .filter(condition -> condition.getType().equals("CompileFarmsLeaving"))
        .findFirst();
  }

  /** A busy machine is given longer, as everywhere; what is printed is the figure. */
  private static void awaitGoneWithin(Duration limit, String namespace, Instant since) {
    eventually(
        "the namespace gone",
        limit,
        () -> stage.client().namespaces().withName(namespace).get(),
        Objects::isNull);
    System.out.printf(
        "Namespace %s was gone after %s%n", namespace, Duration.between(since, Instant.now()));
  }

  private static String create(String suffix) {
    String namespace = stage.namespace() + "-" + suffix;
    stage
        .client()
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .withLabels(Chart.RESTRICTED)
                .endMetadata()
                .build())
        .create();
    return namespace;
  }

  private static void awaitGone(Inventory inventory, String farm) {
    eventually("the farm " + farm + " gone", GONE, () -> stage.user().farm(farm), Objects::isNull);
    eventually(
        "nothing labelled " + FARM_LABEL + "=" + farm,
        GONE,
        () -> inventory.labelled(FARM_LABEL, farm),
        Map::isEmpty);
  }

  private static String farm(String name, String spec) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec: {%s}
    """
        .formatted(name, spec);
  }
}
