package dev.compilefarm.e2e.volunteer;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.cluster.ContainerCluster;
import dev.compilefarm.testbed.cluster.GroupOomKiller;
import dev.compilefarm.testbed.observe.JobRecord;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Some files of a build need three times the memory of the others, and a volunteer does not have it
 * for all its slots at once. The build succeeds on the farm all the same.
 */
class MemoryIT {
  @RegisterExtension static final Stage stage = new Stage("memory");

  private static final int FILES = Integer.getInteger("compilefarm.memory.files", 60);
  private static final int HEAVY = 5;
  private static final Duration BUILT = Duration.ofMinutes(5);

  /**
   * g++ 14 holds 65 MiB for an ordinary file and 212 MiB for a heavy one, which take some more in
   * TMPDIR. So there is room for four ordinary files, or a heavy and an ordinary one, and for no
   * heavy one with two others.
   */
  private static final long VOLUNTEER_MEBIBYTES = 320;

  private static final int ORDINARY_ELEMENTS = 220_000;
  private static final int HEAVY_ELEMENTS = 900_000;

  /** 370 MiB. */
  private static final int HOPELESS_ELEMENTS = 1_700_000;

  private static final String SOURCE =
      """
      struct table { int a[N]; };
      constexpr table fill() { table t{}; for (int i = 0; i < N; ++i) t.a[i] = i * 7 + SEED; return t; }
      constexpr table filled = fill();
      int f(int i) { return filled.a[i % 100]; }
      """;

  private static final String FLAGS =
      "-std=c++17 -fconstexpr-loop-limit=2000000000 -fconstexpr-ops-limit=2000000000";

  /** Heavy files are compiled as c++ and others as g++, which tells their jobs apart. */
  private static final String BUILD =
      """
      cat >table.cc <<'END'
      %sEND
      heavy=$(seq -f 'heavy%%g.o' -s ' ' %d)
      others=$(seq -f 'file%%g.o' -s ' ' %d)
      cat >Makefile <<END
      all: $heavy $others
      heavy%%.o: ; distcc c++ %s -DN=%d -DSEED=\\$* -c table.cc -o \\$@
      file%%.o: ; distcc g++ %s -DN=%d -DSEED=\\$* -c table.cc -o \\$@
      END
      make --silent -j24
      test "$(ls ./*.o | wc -l)" = %d
      """
          .formatted(
              SOURCE, HEAVY, FILES - HEAVY, FLAGS, HEAVY_ELEMENTS, FLAGS, ORDINARY_ELEMENTS, FILES);

  /** The kernel kills the compiler that holds most, and its driver says so. */
  @Test
  void buildSucceedsWhereTheKernelKillsCompilers() {
    apply("one", 1, VOLUNTEER_MEBIBYTES);

    BuildResult built = stage.developer("ann").buildOn("one", BUILD).await(BUILT);

    expectBuilt(built);
    List<JobRecord> jobs = stage.dispatcherOf("one").jobs();
    assertTrue(
        jobs.stream().anyMatch(job -> job.attempts() > 1), "no compiler was killed: " + jobs);
    expectFewReplays(jobs);
    assertEquals(0, restarts("one"), "the volunteer went on");
  }

  /** The kernel kills the whole container, and with it the jobs of others. */
  @Test
  void buildSucceedsWhereTheKernelKillsWholeContainers() {
    assumeTrue(
        stage.cluster() instanceof ContainerCluster, "needs a node that can be reached from here");
    ContainerCluster node = (ContainerCluster) stage.cluster();
    apply("group", 2, 2 * VOLUNTEER_MEBIBYTES);
    List<String> volunteers =
        stage.user().volunteers("group").stream().map(pod -> pod.getMetadata().getUid()).toList();

    try (GroupOomKiller killer =
        GroupOomKiller.start(node, volunteers, VOLUNTEER_MEBIBYTES << 20)) {
      BuildResult built = stage.developer("bob").buildOn("group", BUILD).await(BUILT);

      expectBuilt(built);
      assertFalse(killer.kills().isEmpty(), "no container was killed");
      assertTrue(
          restarts("group") <= 2 * HEAVY,
          () -> "each job may take two volunteers along: " + killer.kills());
    }
    expectFewReplays(stage.dispatcherOf("group").jobs());
  }

  /** What does not fit into a whole volunteer is told, by the client and by the farm. */
  @Test
  void fileThatNeedsMoreThanWholeVolunteerIsRefusedWithWords() {
    apply("small", 1, VOLUNTEER_MEBIBYTES);

    BuildResult built =
        stage
            .developer("cid")
            .buildOn(
                "small",
                """
                cat >table.cc <<'END'
                %sEND
                distcc g++ %s -DN=%d -DSEED=1 -c table.cc
                """
                    .formatted(SOURCE, FLAGS, HOPELESS_ELEMENTS))
            .await(BUILT);

    assertEquals(1, built.exitCode(), built::log);
    assertTrue(
        built.log().contains("compilefarm: ")
            && built.log().contains("more than " + VOLUNTEER_MEBIBYTES + " MiB"),
        built::log);
    JobRecord job = stage.dispatcherOf("small").jobs().getFirst();
    assertEquals("OUT_OF_MEMORY", job.outcome(), job::toString);
    stage
        .user()
        .awaitCondition(
            "small",
            "JobsRefused",
            Duration.ofSeconds(60),
            condition -> condition.getReason().equals("JobOutOfMemory"));
  }

  private static void apply(String farm, int replicas, long mebibytes) {
    stage
        .user()
        .applyAndAwaitReady(
            farm,
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: %s}
            spec:
              replicas: %d
              volunteers:
                slots: 4
                resources: {requests: {memory: 64Mi, cpu: 100m}, limits: {memory: %dMi}}
            """
                .formatted(farm, replicas, mebibytes));
    eventually(
        "volunteers ready for work",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf(farm).load(),
        load -> load.slots().total() == 4 * replicas);
  }

  /** A compile on the client would have failed the build. */
  private static void expectBuilt(BuildResult built) {
    built.expectSuccess();
    assertFalse(built.log().contains("distcc["), built::log);
  }

  /** What is not heavy is replayed once at most. */
  private static void expectFewReplays(List<JobRecord> jobs) {
    assertEquals(FILES, jobs.size());
    assertTrue(jobs.stream().allMatch(job -> "DONE".equals(job.outcome())), jobs::toString);
    List<JobRecord> innocents =
        jobs.stream().filter(job -> job.compiler().equals("g++") && job.attempts() > 2).toList();
    assertTrue(innocents.isEmpty(), innocents::toString);
  }

  private static int restarts(String farm) {
    return stage.user().volunteers(farm).stream()
        .map(Pod::getStatus)
        .flatMap(status -> status.getContainerStatuses().stream())
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }
}
