package dev.compilefarm.dispatcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Random;

/** The line between deciding and doing. */
@AnalyzeClasses(
    packages = "dev.compilefarm.dispatcher",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] DECIDING = {
    "..blame..",
    "..bottleneck..",
    "..budget..",
    "..clients..",
    "..history..",
    "..lzo..",
    "..options..",
    "..patience..",
    "..protocol..",
    "..pump..",
    "..queue..",
    "..refusal..",
    "..toolchain..",
    "..verdict..",
    "..volunteer.."
  };

  /** Deciding classes in rooms that also act. */
  private static final String DECIDING_ELSEWHERE =
      "DispatchCore|RecentRefusals|Refusals|Reports|LoadView|EventPacing|Audience|RateLimit|JobsQuery|JobsPage|JobView"
          + "|JobLogLine|RefusalLog|PortVerdicts|ReportBody|ToolchainViews";

  @ArchTest
  static final ArchRule DECIDING_CODE_KNOWS_NO_IO =
      noClasses()
          .that()
          .resideInAnyPackage(DECIDING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.net..",
              "java.nio.channels..",
              "java.nio.file..",
              "java.util.concurrent..",
              "io..",
              "jakarta..",
              "org..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class);

  @ArchTest
  static final ArchRule DECIDING_CODE_ASKS_NO_CLOCK =
      noClasses()
          .that()
          .resideInAnyPackage(DECIDING)
          .or()
          .haveNameMatching(".*\\.(" + DECIDING_ELSEWHERE + ")")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule THE_LOAD_CONTRACT_KNOWS_NO_IO =
      noClasses()
          .that()
          .haveNameMatching(
              ".*\\.load\\.(LoadView|ToolchainViews|EventPacing|Audience|Reader)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.net..", "java.nio..", "io..", "jakarta..", "org..");

  @ArchTest
  static final ArchRule ONLY_THE_EDGES_KNOW_THE_FRAMEWORK =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.compilefarm.dispatcher", "..api..", "..config..", "..discovery..", "..metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "io.fabric8..", "io.micrometer..", "jakarta..");

  @ArchTest
  static final ArchRule ROOMS_HAVE_NO_CIRCULAR_DOORS =
      slices().matching("dev.compilefarm.dispatcher.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NOTHING_PRINTS =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
