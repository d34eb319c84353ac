package dev.compilefarm.e2e.build;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.observe.Load;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the farm cannot compile is compiled at home without a loss, and the farm says so. */
class RefusedJobsIT {
  @RegisterExtension static final Stage stage = new Stage("refused");

  private static final Duration BUILT = Duration.ofMinutes(3);

  @BeforeAll
  static void farm() {
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec: {replicas: 1, volunteers: {slots: 4}}
            """);
    eventually(
        "a volunteer that has told its compilers",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf("main").load(),
        (Load load) -> load.volunteers().stream().anyMatch(v -> v.toolchain() != null));
  }

  /**
   * By default distcc prints nothing of ours, so the condition has to. Each file is compiled as by
   * a client of its own: one client does not try a farm that has refused it for a second.
   */
  @Test
  void buildWithSplitDebugInformationLosesNoFileAndTheFarmSaysWhy() {
    BuildResult built =
        stage
            .developer("ann")
            .buildOn(
                "main",
                """
                export DISTCC_FALLBACK=1
                for i in $(seq 12); do echo "int f$i(int x) { return x + $i; }" >f$i.cc; done
                cat >Makefile <<'END'
                all: $(patsubst %.cc,%.o,$(wildcard *.cc))
                %.o: %.cc ; mkdir distcc-$* && DISTCC_DIR=$(CURDIR)/distcc-$* distcc g++ -g -gsplit-dwarf -c $<
                END
                make --silent -j6
                test "$(ls ./*.dwo | wc -l)" = 12
                """)
            .await(BUILT)
            .expectSuccess();

    assertFalse(built.log().contains("(dcc_build_somewhere) ERROR"), built::log);
    Condition condition =
        stage
            .user()
            .awaitCondition(
                "main",
                "JobsRefused",
                Duration.ofSeconds(60),
                refused -> refused.getReason().equals("OptionNotDistributable"));
    assertTrue(condition.getMessage().contains("-gsplit-dwarf"), condition::getMessage);
    assertTrue(stage.dispatcherOf("main").load().jobs().ended().get("NOT_DISTRIBUTABLE") >= 12);
  }

  @Test
  void compilerThatTheFarmLacksIsNamedWithThoseThatItHas() {
    BuildResult built =
        stage
            .developer("bob")
            .buildOn(
                "main",
                """
                mkdir bin && ln -s "$(command -v g++)" bin/acme-g++
                echo 'int a;' >a.cc
                PATH=$PWD/bin:$PATH distcc acme-g++ -c a.cc
                """)
            .await(BUILT);

    assertEquals(1, built.exitCode(), built::log);
    assertTrue(
        built
            .log()
            .contains(
                "compilefarm: farm %s/main has no compiler acme-g++; it has "
                    .formatted(stage.namespace())),
        built::log);
  }

  /** Volunteers of this version see to it that such options make what they make at home. */
  @Test
  void whatTheVolunteersImageHasIsCompiledThereAndWhatItLacksIsNamed() {
    BuildResult built =
        stage
            .developer("cid")
            .buildOn(
                "main",
                """
                echo 'int f(int x) { return x + 1; }' >a.cc
                distcc g++ -x c++ -g -c a.cc -o farm.o
                g++ -x c++ -g -c a.cc -o home.o
                cmp farm.o home.o
                distcc g++ -B /usr/lib/gcc -c a.cc -o prefix.o
                distcc g++ -B /no/such/place -c a.cc -o lost.o
                """)
            .await(BUILT);

    assertEquals(1, built.exitCode(), built::log);
    assertTrue(
        built.log().contains("compilefarm: ") && built.log().contains("/no/such/place"),
        built::log);
    assertEquals(2, stage.dispatcherOf("main").load().jobs().done(), built::log);
  }
}
