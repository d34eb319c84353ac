package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.LastStartStatus;
import dev.compilefarm.operator.plan.ScaleDownDelay;
import dev.compilefarm.operator.plan.SizeStep;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a farm says about itself is read once and understood. */
class PlainSentencesTest {
  private static final int WORDS_MAX = 25;
  private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void messagesOfAllScenariosAreShortSentences() throws IOException {
    List<String> messages = messages();

    assertFalse(messages.isEmpty());
    messages.forEach(PlainSentencesTest::assertPlain);
  }

  @Test
  void everyStepToASizeIsAShortSentence() {
    List<SizeStep> steps =
        List.of(
            new SizeStep.Replicas(),
            new SizeStep.Paused(),
            new SizeStep.LoadUnknown(1000),
            new SizeStep.Need(
                5000,
                4000,
                3000,
                Optional.of(new SizeStep.Service(2.5, true, 5)),
                OptionalInt.of(100),
                2000),
            new SizeStep.Busy(1),
            new SizeStep.Volunteers(1),
            new SizeStep.Bounded(SizeStep.Bound.WAKE_VOLUNTEERS, 1),
            new SizeStep.Bounded(SizeStep.Bound.MIN_VOLUNTEERS, 2),
            new SizeStep.Bounded(SizeStep.Bound.MAX_VOLUNTEERS, 3),
            new SizeStep.StillNeeded(
                10, new ScaleDownDelay(60, Optional.of(new ScaleDownDelay.Start(30, false)))),
            new SizeStep.StillNeeded(
                10, new ScaleDownDelay(60, Optional.of(new ScaleDownDelay.Start(30, true)))),
            new SizeStep.Replacing(1, 1),
            new SizeStep.StillReplacing(1, new ScaleDownDelay(300, Optional.empty())),
            new SizeStep.WhileJobsWait(10));

    assertEquals(SizeStep.class.getPermittedSubclasses().length, kinds(steps));
    assertPlain(SizeSentences.of(steps));
  }

  private static long kinds(List<SizeStep> steps) {
    return steps.stream().map(Object::getClass).distinct().count();
  }

  private static List<String> messages() throws IOException {
    List<String> messages = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SCENARIOS)) {
      for (Path file : files.filter(path -> path.endsWith("out-status.yaml")).toList()) {
        CompileFarmStatus status = YAML.unmarshal(Files.readString(file), CompileFarmStatus.class);
        status.conditions().stream().map(Condition::getMessage).forEach(messages::add);
        messages.add(status.volunteers().message());
        Optional.ofNullable(status.lastStart())
            .map(LastStartStatus::message)
            .ifPresent(messages::add);
      }
    }
    return messages;
  }

  /** What follows a colon may be the cluster's own words. */
  private static void assertPlain(String message) {
    for (String sentence : message.split("\\. ", -1)) {
      String ours = sentence.split(": ", 2)[0];
      assertTrue(ours.split(" ", -1).length <= WORDS_MAX, () -> "too long: " + ours);
      assertTrue(Character.isLetterOrDigit(ours.charAt(0)), () -> "no sentence: " + sentence);
    }
  }
}
