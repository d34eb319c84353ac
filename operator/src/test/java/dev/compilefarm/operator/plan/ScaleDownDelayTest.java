package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleDownDelayTest {
  @ParameterizedTest
  @CsvSource({"0, 5", "1, 5", "4, 8", "30, 60", "90, 180", "1000, 300", "2000000000, 300"})
  void isTwiceAStartWithinItsBounds(int startSeconds, int delaySeconds) {
    assertEquals(
        new ScaleDownDelay(
            delaySeconds, Optional.of(new ScaleDownDelay.Start(startSeconds, false))),
        ScaleDownDelay.of(scaling(null), starts(startSeconds)));
  }

  @Test
  void isThatOfANewNodeWhileNoStartIsKnownAndSaysThatItGuesses() {
    assertEquals(
        new ScaleDownDelay(60, Optional.of(new ScaleDownDelay.Start(30, true))),
        ScaleDownDelay.of(scaling(null), StartTimes.NONE));
  }

  @Test
  void theFarmsOwnNumberComesFirst() {
    assertEquals(
        new ScaleDownDelay(0, Optional.empty()), ScaleDownDelay.of(scaling(0), starts(90)));
  }

  private static ScalingSpec scaling(Integer delaySeconds) {
    return new ScalingSpec(0, 10, null, null, 1, delaySeconds);
  }

  private static StartTimes starts(int seconds) {
    return new StartTimes(Optional.empty(), List.of(seconds), List.of());
  }
}
