package dev.compilefarm.operator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FarmFollowersTest {
  private static final LoadReport SILENT = new LoadReport.Silent("does not answer");

  @Test
  void sumsWhatIsHeard() {
    assertEquals(Optional.of(heard(7)), FarmFollowers.together(List.of(heard(3), heard(4))));
  }

  @Test
  void oneAnswerIsEnough() {
    assertEquals(Optional.of(heard(4)), FarmFollowers.together(List.of(SILENT, heard(4))));
  }

  @Test
  void saysTheFirstSilenceWhenNothingIsHeard() {
    assertEquals(
        Optional.of(SILENT),
        FarmFollowers.together(List.of(SILENT, new LoadReport.Silent("neither does this one"))));
  }

  @Test
  void nobodyToAskIsNoNews() {
    assertEquals(Optional.empty(), FarmFollowers.together(List.of()));
  }

  private static LoadReport heard(int queued) {
    return new LoadReport.Heard(
        new Load(queued, 0, 0, 0, OptionalDouble.empty(), 0, 0, new TreeMap<>()));
  }
}
