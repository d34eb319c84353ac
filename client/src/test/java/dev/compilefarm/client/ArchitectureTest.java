package dev.compilefarm.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the command: deciding ones know no I/O, and no two rooms need each other. */
@AnalyzeClasses(packages = "dev.compilefarm.client", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule DECIDING_ROOMS_HAVE_NO_IO =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..client.diagnosis..",
              "..client.doctor..",
              "..client.environment..",
              "..client.load..",
              "..client.text..",
              "..client.top..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..",
              "java.nio.file..",
              "java.util.concurrent..",
              "io.fabric8.kubernetes.client..",
              "picocli..",
              "..client.cluster..",
              "..client.machine..",
              "..client.command..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.compilefarm.client.(*)..").should().beFreeOfCycles();
}
