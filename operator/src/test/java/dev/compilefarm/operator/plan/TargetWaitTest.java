package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ScalingPreference;
import dev.compilefarm.api.v1alpha1.ScalingSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetWaitTest {
  /** Nothing is a slot for each job; a stored farm may have both. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,        -,    -,    5",
        "Fast,     -,    -,    5",
        "Balanced, -,    2,    5",
        "Cheap,    -,    5,    5",
        "-,        1,    1,    1",
        "Cheap,    7,    7,    7",
        "Fast,     3600, 3600, 3600"
      })
  void followsTheNumberOrElseThePreference(
      ScalingPreference preference, Integer number, Integer seconds, int longSeconds) {
    ScalingSpec scaling = new ScalingSpec(0, 10, preference, number, 1, null);

    assertEquals(
        seconds,
        TargetWait.seconds(scaling).isPresent()
            ? (Integer) TargetWait.seconds(scaling).getAsInt()
            : null);
    assertEquals(longSeconds, TargetWait.longSeconds(scaling));
  }
}
