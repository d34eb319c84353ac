package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code kubectl explain} answers with plain sentences: what a field is, its unit, its default. */
class FieldsTest {
  private static final int WORDS_MAX = 25;

  /** Words of another age, and of other languages' grammar. */
  private static final Pattern HARD =
      Pattern.compile("(?i)\\b(shall|who|whom|whose turn|so many)\\b");

  static Stream<Field> fields() {
    return Field.all(CrdYaml.SCHEMA.root()).stream();
  }

  static Stream<Field> settings() {
    return fields().filter(field -> field.path().startsWith("spec.")).filter(Field::isOurs);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void isDescribedInPlainSentences(Field field) {
    assertTrue(field.description().endsWith("."), () -> "no sentence: " + field);
    assertTrue(!HARD.matcher(field.description()).find(), () -> "hard words: " + field);
    for (String sentence : Sentences.of(field.description())) {
      assertTrue(
          Sentences.words(sentence) <= WORDS_MAX,
          () ->
              "%s has a sentence of more than %d words: %s"
                  .formatted(field.path(), WORDS_MAX, sentence));
    }
  }

  /** In the words of the API server, or in words where it depends on something else. */
  @ParameterizedTest
  @MethodSource("settings")
  void namesItsDefault(Field field) {
    if (field.schemaDefault().isPresent()) {
      assertTrue(
          field.description().endsWith(" Default: %s.".formatted(field.schemaDefault().get())),
          field::toString);
    } else if (!field.isRequired() && !field.hasFields()) {
      assertTrue(field.description().contains(" Default: "), field::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void namesItsUnit(Field field) {
    if (field.path().endsWith("Seconds")) {
      assertTrue(field.description().contains("seconds"), field::toString);
    }
  }

  /** That the tests above see the fields at all. */
  @Test
  void areFoundAtEveryDepth() {
    List<String> paths = fields().map(Field::path).toList();

    assertTrue(
        paths.containsAll(
            List.of(
                "spec",
                "spec.paused",
                "spec.scaling.targetWaitSeconds",
                "spec.queue.tenants[].port",
                "spec.volunteers.template.tolerations[].key",
                "spec.volunteers.resources.limits",
                "status.volunteers.message",
                "status.conditions[].reason")),
        paths::toString);
    assertTrue(paths.stream().noneMatch(path -> path.contains("affinity.")), paths::toString);
  }

  @Test
  void sentencesEndAtTheirStopAndNotInAName() {
    assertEquals(
        List.of("It is spec.paused, or 0.5.", "So: it stays."),
        Sentences.of("It is spec.paused, or 0.5. So: it stays."));
    assertEquals(5, Sentences.words("It is spec.paused, or 0.5."));
  }
}
