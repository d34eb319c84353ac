package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The farms that lie in the project as files: examples, and those that {@code FarmValidationIT}
 * shows to a real API server. They hold farms as users of earlier versions wrote them, too, which
 * must stay good.
 */
class FarmFilesTest {
  private static final Path FARMS = Path.of("../e2e/src/test/resources/farms");

  @ParameterizedTest
  @MethodSource("good")
  void goodFarmIsTaken(Path file) throws IOException {
    assertEquals(List.of(), CrdYaml.SCHEMA.objections(Files.readString(file)));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void badFarmIsRefused(Path file) throws IOException {
    assertNotEquals(List.of(), CrdYaml.SCHEMA.objections(Files.readString(file)));
  }

  static Stream<Path> good() throws IOException {
    return Stream.concat(farms(Path.of("../examples")), farms(FARMS.resolve("good")));
  }

  static Stream<Path> bad() throws IOException {
    return farms(FARMS.resolve("bad"));
  }

  /** Other kinds of objects lie among the examples. */
  private static Stream<Path> farms(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(FarmFilesTest::holdsFarm)
          .sorted()
          .toList()
          .stream();
    }
  }

  private static boolean holdsFarm(Path file) {
    try {
      return Files.readString(file).contains("\nkind: CompileFarm\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
