package dev.compilefarm.e2e.farm;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Stage;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the API server takes for a farm, and the exact words in which it refuses what is none. The
 * farms are files, named after what is the matter; a bad one's first lines say what its user reads.
 * Nothing is stored: all are dry runs.
 */
class FarmValidationIT {
  @RegisterExtension static final Stage stage = new Stage("validation");

  private static final Path FARMS = Path.of("src/test/resources/farms");
  private static final String REFUSED = "# refused: ";

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodFarms")
  void aGoodFarmIsTaken(String name, Path file) {
    assertDoesNotThrow(() -> stage.user().tryOut(Files.readString(file)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFarms")
  void aBadFarmIsRefusedWithAMessageThatHelps(String name, Path file) throws IOException {
    String text = Files.readString(file);

    KubernetesClientException refusal =
        assertThrows(KubernetesClientException.class, () -> stage.user().tryOut(text));

    List<String> expected =
        text.lines()
            .filter(line -> line.startsWith(REFUSED))
            .map(line -> line.substring(REFUSED.length()))
            .toList();
    assertEquals(String.join("\n", expected), words(refusal));
  }

  /** The docs, the notes and the demo use them. */
  @Test
  void theExamplesAreTaken() throws IOException {
    List<Path> examples = yamlIn(Checkout.path("examples"));

    assertFalse(examples.isEmpty());
    for (Path example : examples) {
      assertDoesNotThrow(() -> stage.user().tryOut(Files.readString(example)), example::toString);
    }
  }

  static Stream<Object[]> goodFarms() throws IOException {
    return farmsIn("good");
  }

  static Stream<Object[]> badFarms() throws IOException {
    return farmsIn("bad");
  }

  private static Stream<Object[]> farmsIn(String folder) throws IOException {
    return yamlIn(FARMS.resolve(folder)).stream()
        .map(file -> new Object[] {file.getFileName().toString().replace(".yaml", ""), file});
  }

  private static List<Path> yamlIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** One line for each thing that is wrong, without the prefix that repeats kind and name. */
  private static String words(KubernetesClientException refusal) {
    if (refusal.getStatus().getDetails() == null
        || refusal.getStatus().getDetails().getCauses().isEmpty()) {
      return refusal.getStatus().getMessage();
    }
    return String.join(
        "\n",
        refusal.getStatus().getDetails().getCauses().stream()
            .map(cause -> cause.getField() + ": " + cause.getMessage())
            .toList());
  }
}
