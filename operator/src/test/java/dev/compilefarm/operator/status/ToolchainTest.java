package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.api.v1alpha1.ToolchainStatus;
import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import dev.compilefarm.operator.observe.Facts;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Notices;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Toolchains;
import dev.compilefarm.operator.observe.Workload;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a farm says of its compilers, and whether its volunteers differ in them. */
class ToolchainTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String GCC = "/usr/bin/x86_64-linux-gnu-gcc-14";
  private static final String MANIFEST_1 = "registry.example.com/ci@sha256:" + "1".repeat(64);
  private static final String MANIFEST_2 = "registry.example.com/ci@sha256:" + "2".repeat(64);
  private static final String CONFIGURATION = "sha256:" + "3".repeat(64);

  private final CompileFarm farm = farm();
  private final List<PodFact> pods = new ArrayList<>();
  private final TreeMap<String, String> byVolunteer = new TreeMap<>();
  private final TreeMap<String, List<CompilerStatus>> byId = new TreeMap<>();

  @Test
  void volunteersThatAreTheSameAreUniform() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));

    assertEquals(Verdict.Status.FALSE, mixed().status());
    assertEquals(Reason.TOOLCHAIN_UNIFORM, mixed().reason());
    assertEquals(
        Optional.of(
            new ToolchainStatus(
                "gcc 14.2.0",
                List.of(gcc("14.2.0", "x86_64-linux-gnu", "aa")),
                List.of("sha256:" + "1".repeat(64)))),
        now());
  }

  @Test
  void tagThatMovedIsSeenAndNamesPodsAndRemedy() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_2, gcc("14.2.1", "x86_64-linux-gnu", "bb"));
    volunteer("c", MANIFEST_2, gcc("14.2.1", "x86_64-linux-gnu", "bb"));

    assertEquals(
        new Verdict(
            ConditionType.TOOLCHAIN_MIXED,
            Verdict.Status.TRUE,
            Reason.IMAGES_DIFFER,
            "Ready volunteers run different images under one name: sha256:111111111111 (Pod a),"
                + " sha256:222222222222 (2 pods, such as b). Name the image by digest in"
                + " spec.volunteers.image, so that all volunteers run the same"),
        mixed());
    assertEquals(2, now().orElseThrow().images().size());
    assertEquals("gcc 14.2.0, gcc 14.2.1", now().orElseThrow().summary());
  }

  /** One node loaded the image from a file, another pulled it. */
  @Test
  void digestsOfTwoKindsAreNotCompared() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", CONFIGURATION, gcc("14.2.0", "x86_64-linux-gnu", "aa"));

    assertEquals(Reason.TOOLCHAIN_UNIFORM, mixed().reason());
  }

  @Test
  void compilersOfOnePathMayDifferInOneImage() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "bb"));

    assertEquals(Reason.COMPILERS_DIFFER, mixed().reason());
    assertTrue(
        mixed()
            .message()
            .startsWith(
                "Ready volunteers have different compilers at "
                    + GCC
                    + ": 14.2.0 aa (Pod a), 14.2.0 bb (Pod b). Name the image"));
  }

  /** The compiler was slow to answer in one pod. */
  @Test
  void sameProgramsDoNotDifferWhereOneTellsNoVersion() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_1, gcc("", "", "aa"));

    assertEquals(Reason.TOOLCHAIN_UNIFORM, mixed().reason());
  }

  @Test
  void versionIsShownWhereOneVolunteerOfAProgramTellsIt() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_1, gcc("", "", "aa"));
    volunteer("c", MANIFEST_1, gcc("", "", "bb"));

    assertEquals(Reason.COMPILERS_DIFFER, mixed().reason());
    assertTrue(
        mixed().message().contains(": 14.2.0 aa (2 pods, such as a), bb (Pod c)."),
        mixed()::message);
  }

  @Test
  void programOfUnknownDigestDoesNotDiffer() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_1, gcc("14.2.1", "x86_64-linux-gnu", ""));

    assertEquals(Reason.TOOLCHAIN_UNIFORM, mixed().reason());
  }

  @Test
  void machinesAreToldBeforeTheImagesThatComeOfThem() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_2, gcc("14.2.0", "aarch64-linux-gnu", "bb"));

    assertEquals(Reason.MACHINES_DIFFER, mixed().reason());
    assertTrue(mixed().message().contains("spec.volunteers.architecture"), mixed()::message);
  }

  @Test
  void compilersOfDifferentPathsDoNotDiffer() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_1, new CompilerStatus("/opt/acme/bin/acmecc", "7", "", "bb"));

    assertEquals(Reason.TOOLCHAIN_UNIFORM, mixed().reason());
    assertEquals(2, now().orElseThrow().compilers().size());
  }

  @Test
  void whileVolunteersAreReplacedNothingIsCompared() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_2, gcc("14.2.1", "x86_64-linux-gnu", "bb"));
    pods.set(1, Facts.ofRevision("2", pods.get(1)));

    assertEquals(Verdict.Status.FALSE, mixed().status());
    assertEquals(Reason.VOLUNTEERS_UPDATING, mixed().reason());
  }

  @Test
  void volunteersThatAreNotReadyOrDidNotTellDoNotCount() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_2, gcc("14.2.1", "x86_64-linux-gnu", "bb"));
    pods.set(1, Facts.terminating(pods.get(1), 30));
    pods.add(Facts.ready("c", NOW));

    assertEquals(Reason.TOOLCHAIN_UNIFORM, mixed().reason());
    assertEquals("gcc 14.2.0", now().orElseThrow().summary());
  }

  @Test
  void atZeroItIsWhatItWas() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    Optional<ToolchainStatus> before = now();

    pods.clear();
    byVolunteer.clear();

    assertEquals(before, now(before));
    assertEquals(Optional.empty(), now());
  }

  /** A new dispatcher was not told yet, or none answers. */
  @Test
  void sameImagesHaveTheSameCompilers() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    Optional<ToolchainStatus> before = now();

    byVolunteer.clear();

    assertEquals(before, now(before));
    pods.set(0, Facts.ofImage(MANIFEST_2, pods.getFirst()));
    assertEquals(
        Optional.of(new ToolchainStatus(null, List.of(), List.of("sha256:" + "2".repeat(64)))),
        now(before));
  }

  @Test
  void readyFarmSaysItInItsReason() {
    volunteer("a", MANIFEST_1, gcc("14.2.0", "x86_64-linux-gnu", "aa"));
    volunteer("b", MANIFEST_2, gcc("14.2.0", "x86_64-linux-gnu", "aa"));

    CompileFarmStatus status = FarmStatus.of(farm, inputs(), NOW.plusSeconds(60));

    Condition ready =
        status.conditions().stream().filter(c -> c.getType().equals("Ready")).findFirst().get();
    assertEquals("ImagesDiffer", ready.getReason());
    assertEquals("True", ready.getStatus());
  }

  private Verdict mixed() {
    return ToolchainMixedVerdict.of(inputs());
  }

  private Optional<ToolchainStatus> now() {
    return now(Optional.empty());
  }

  private Optional<ToolchainStatus> now(Optional<ToolchainStatus> previous) {
    return ToolchainNow.of(inputs(), previous);
  }

  private void volunteer(String name, String imageId, CompilerStatus... compilers) {
    pods.add(Facts.ofImage(imageId, Facts.ready(name, NOW)));
    byVolunteer.put(name, "of-" + name);
    byId.put("of-" + name, List.of(compilers));
  }

  private static CompilerStatus gcc(String version, String machine, String digest) {
    return new CompilerStatus(GCC, version, machine, digest);
  }

  private StatusInputs inputs() {
    Observed observed =
        new Observed(
            new Workload(
                "main-dispatcher",
                OptionalInt.of(1),
                Optional.empty(),
                List.of(Facts.ready("d", NOW))),
            Facts.workload(pods.size(), pods),
            Optional.of(
                new LoadReport.Heard(
                    new Load(
                        0,
                        0,
                        0,
                        0,
                        OptionalDouble.empty(),
                        4,
                        0,
                        new TreeMap<>(),
                        new Toolchains(byVolunteer, byId),
                        Notices.NONE))));
    return new StatusInputs(
        farm.specOrDefaults(),
        observed,
        new Planner(new Settings("dispatcher", "volunteer", "IfNotPresent"))
            .plan(farm, observed, SizeHistory.startingWith(0, NOW), NOW),
        Optional.empty());
  }

  private static CompileFarm farm() {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(
        new ObjectMetaBuilder().withName("main").withNamespace("ci").withUid("uid-1").build());
    return farm;
  }
}
