package dev.compilefarm.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Deciding code knows the object model, values and the JDK's collections: no client, framework,
 * clock or threads.
 */
@AnalyzeClasses(
    packages = "dev.compilefarm.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "dev.compilefarm.operator.names..",
    "dev.compilefarm.operator.observe..",
    "dev.compilefarm.operator.plan..",
    "dev.compilefarm.operator.desired..",
    "dev.compilefarm.operator.status.."
  };

  @ArchTest
  static final ArchRule PURE_CODE_KNOWS_VALUES_ONLY =
      classes()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.compilefarm.api..",
              "dev.compilefarm.operator.names..",
              "dev.compilefarm.operator.fingerprint..",
              "dev.compilefarm.operator.observe..",
              "dev.compilefarm.operator.plan..",
              "dev.compilefarm.operator.desired..",
              "dev.compilefarm.operator.status..",
              "io.fabric8.kubernetes.api.model..",
              "io.fabric8.kubernetes.client",
              "java.lang..",
              "java.math",
              "java.time..",
              "java.util",
              "java.util.function",
              "java.util.stream");

  /** CompileFarm extends a class of the client's package; nothing else of it is used. */
  @ArchTest
  static final ArchRule OF_THE_CLIENT_ONLY_THE_RESOURCE =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "belong to the client, except CustomResource",
                  c ->
                      c.getPackageName().startsWith("io.fabric8.kubernetes.client")
                          && !c.getSimpleName().equals("CustomResource")));

  @ArchTest
  static final ArchRule TIME_COMES_IN =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule ROOMS_FORM_NO_CYCLES =
      slices().matching("dev.compilefarm.operator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_ONE_ROOM_WRITES =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.compilefarm.operator.apply..")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("ResourceOperations");
}
