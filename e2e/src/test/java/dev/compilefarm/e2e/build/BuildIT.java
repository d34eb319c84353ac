package dev.compilefarm.e2e.build;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.observe.Load;
import dev.compilefarm.testbed.project.CppUnit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The promise of the project: a real build, on a farm that is not there before and not there after.
 */
class BuildIT {
  @RegisterExtension static final Stage stage = new Stage("build");

  private static final Duration BUILD = Duration.ofMinutes(5);
  private static final String COMPILERS = "CC='distcc gcc' CXX='distcc g++'";

  @Test
  void aRealProjectIsBuiltByAFarmThatStartsAndEndsAtZero() {
    // Given: no volunteer, and the objects that the client's own compilers make
    stage.user().storeFile(Developer.SOURCE_CONFIG_MAP, CppUnit.key(), CppUnit.archive());
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec:
              volunteers: {slots: 2}
              scaling: {minVolunteers: 0, maxVolunteers: 3, scaleDownDelaySeconds: 5}
            """);
    stage.user().awaitVolunteers("main", 0, Duration.ofSeconds(10));
    BuildResult alone =
        stage
            .developer("alone")
            .buildAlone(CppUnit.build("") + BuildResult.PRINT_HASHES)
            .await(BUILD)
            .expectSuccess();
    stage.user().awaitVolunteers("main", 0, Duration.ofSeconds(10));

    // When
    Build build =
        stage.developer("ann").buildOn("main", CppUnit.build(COMPILERS) + BuildResult.PRINT_HASHES);
    eventually(
        "volunteers that come with the work",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf("main").load().volunteers(),
        volunteers -> !volunteers.isEmpty());
    BuildResult onFarm = build.await(BUILD).expectSuccess();

    // Then
    assertEquals(CppUnit.TRANSLATION_UNITS, alone.hashes().size(), "object files");
    assertEquals(alone.hashes(), onFarm.hashes(), "objects by the farm and by the client");
    assertTrue(
        onFarm.log().contains("PASS: cppunittestmain"), "the project's own test program ran");
    Load load = stage.dispatcherOf("main").load();
    assertEquals(CppUnit.TRANSLATION_UNITS, load.jobs().done(), () -> "jobs done in " + load);
    assertEquals(CppUnit.TRANSLATION_UNITS, jobsByProtocol("2"));
    assertTrue(
        stage.dispatcherOf("main").metric("compilefarm_volunteer_reports_total{outcome=\"taken\"}")
            >= 1,
        "the first volunteer told the dispatcher itself that it listens");

    // When: the same in pump mode
    BuildResult byPump =
        stage
            .developer("bob")
            .buildOn("main", CppUnit.buildByPump(COMPILERS) + BuildResult.PRINT_HASHES)
            .await(BUILD)
            .expectSuccess();

    // Then
    assertEquals(alone.hashes(), byPump.hashes(), "objects by pump and by the client");
    assertEquals(CppUnit.TRANSLATION_UNITS, jobsByProtocol("3"), "no job fell back");
    assertEquals(CppUnit.TRANSLATION_UNITS, jobsByProtocol("2"));
    stage.user().awaitVolunteers("main", 0, Duration.ofSeconds(60));
  }

  private static double jobsByProtocol(String version) {
    return stage
        .dispatcherOf("main")
        .metric("compilefarm_jobs_by_protocol_total{version=\"%s\"}".formatted(version));
  }
}
