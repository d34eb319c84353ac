package dev.compilefarm.e2e.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.e2e.command.PackagedCommand.Ended;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each verb of {@code kubectl compilefarm}, as it is packaged, with a farm that works. */
class CommandIT {
  @RegisterExtension static final Stage stage = new Stage("command");

  private static final Duration BUILT = Duration.ofMinutes(5);

  @TempDir private Path folder;

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
            spec:
              replicas: 1
              volunteers:
                slots: 4
                template: {env: [{name: TEAM_TOKEN, value: not-for-others}]}
            """);
  }

  private PackagedCommand command() {
    return new PackagedCommand(stage.cluster(), stage.namespace(), folder);
  }

  @Test
  void looksAtAFarm() throws IOException {
    Ended status = command().run("status", "main");
    assertEquals(0, status.exitCode(), status::toString);
    assertTrue(status.out().startsWith("Farm:       main, ready\n"), status::toString);
    assertTrue(status.out().contains("\nNow:  "), status::toString);

    Ended all = command().run("status", "-o", "json");
    JsonNode first = new ObjectMapper().readTree(all.out()).get(0);
    assertEquals("main", first.get("name").asText(), all::toString);

    Ended top = command().run("top", "main", "--count", "1");
    assertTrue(top.out().startsWith("main: ready; "), top::toString);
    assertTrue(top.out().contains("····  ready"), top::toString);

    Ended none = command().run("status", "nobodys");
    assertEquals(4, none.exitCode(), none::toString);
    assertEquals(
        "error: There is no farm nobodys in the namespace %s. It has: main\n"
            .formatted(stage.namespace()),
        none.err());
  }

  @Test
  void givesABuildItsEnvironment() throws IOException {
    Ended ended = command().run("env", "main", "-o", "json");
    JsonNode variables = new ObjectMapper().readTree(ended.out());
    Map<String, String> data =
        stage
            .client()
            .configMaps()
            .inNamespace(stage.namespace())
            .withName("main-client")
            .get()
            .getData();
    Set<String> names = new TreeSet<>();
    variables.fieldNames().forEachRemaining(names::add);
    assertEquals(new TreeSet<>(data.keySet()), names);
    names.forEach(name -> assertEquals(data.get(name), variables.get(name).asText()));
  }

  /** This machine is no part of the cluster: the jobs go through a port-forward. */
  @Test
  void runsABuildFromOutsideAndSumsItUp() {
    Ended ended =
        command()
            .run(
                "exec",
                "main",
                "--",
                "sh",
                "-ec",
                """
                for i in 1 2 3 4 5 6; do
                  echo "int f$i(int x) { return x + $i; }" >f$i.c
                  distcc gcc -c f$i.c -o f$i.o
                done
                distcc gcc -march=native -c f1.c -o native.o
                exit 7
                """);
    assertEquals(7, ended.exitCode(), ended::toString);
    String last = ended.err().lines().toList().getLast();
    assertTrue(
        last.startsWith(
            "compilefarm: 6 of 7 compiles on the farm, 1 at home:"
                + " 1 × -march=native generates code for local machine."
                + " 6 jobs waited "),
        ended::toString);

    Ended jobs = command().run("jobs", "main", "--tenant", "127.0.0.1");
    assertEquals(7, jobs.out().lines().count(), jobs::toString);
  }

  @Test
  void collectsAReportWithoutSecrets() throws IOException {
    Ended ended = command().run("report", "main");
    assertEquals("compilefarm-report-main.zip\n", ended.out(), ended::toString);
    try (ZipFile zip = new ZipFile(folder.resolve("compilefarm-report-main.zip").toFile())) {
      Set<String> names = new TreeSet<>();
      for (ZipEntry entry : zip.stream().toList()) {
        names.add(entry.getName());
        String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        assertFalse(text.contains("not-for-others"), entry::getName);
        assertFalse(text.startsWith("(not had"), () -> entry.getName() + ": " + text);
      }
      assertEquals(
          Set.of(
              "version.txt",
              "farm.yaml",
              "objects.yaml",
              "events.yaml",
              "dispatcher.log",
              "load.json",
              "jobs.json",
              "metrics.txt"),
          names);
    }
  }

  /** In a pod of CI: no rights in the cluster, the environment of the ConfigMap. */
  @Test
  void theDoctorNamesWhatIsBrokenInAPod() {
    BuildResult result =
        stage
            .developer("ann")
            .buildOn(
                "main",
                """
                unset DISTCC_FALLBACK
                # finds WORDS VARIABLE=VALUE…: the doctor with these variables says so.
                finds() {
                  local words=$1
                  shift
                  env "$@" kubectl-compilefarm doctor main >said 2>&1 || true
                  grep --quiet --fixed-strings -- "$words" said || { echo "NOT SAID: $words"; cat said; exit 1; }
                }
                kubectl-compilefarm env main | grep DISTCC_HOSTS
                kubectl-compilefarm doctor main || { echo "NOT WELL"; exit 1; }
                finds 'names no host but this one' DISTCC_HOSTS=
                finds 'DISTCC_HOSTS is not set' --unset=DISTCC_HOSTS
                finds 'names no host but this one' DISTCC_HOSTS=localhost
                finds 'has no address here' DISTCC_HOSTS=nobody.example:3632/4,lzo
                finds 'Nobody listens at' DISTCC_HOSTS=127.0.0.1:1/4,lzo
                finds 'has one entry' DISTCC_HOSTS="${DISTCC_HOSTS%% *}"
                finds 'without compression' DISTCC_HOSTS="${DISTCC_HOSTS//,lzo/}"
                finds 'tries a broken host again for ever' DISTCC_BACKOFF_PERIOD=0
                finds 'avoids that port for 60 s' --unset=DISTCC_BACKOFF_PERIOD
                finds 'cannot keep its locks' DISTCC_DIR=/proc/none
                finds 'does not know --slots=4' DISTCC_HOSTS="--slots=4 $DISTCC_HOSTS"
                finds 'no include server runs' DISTCC_HOSTS="$DISTCC_PUMP_HOSTS"
                mkdir few
                for program in sh dirname readlink; do ln -s "$(command -v $program)" few; done
                finds 'There is no program distcc' PATH="$PWD/few:/opt/kubectl-compilefarm"
                finds 'CC=gcc does not call distcc' CC=gcc
                finds 'CFLAGS has -march=native' CFLAGS=-march=native
                finds 'fails the build' DISTCC_FALLBACK=0
                """)
            .await(BUILT);
    assertEquals(0, result.exitCode(), result::log);
  }
}
