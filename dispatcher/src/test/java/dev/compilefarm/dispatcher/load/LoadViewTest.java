package dev.compilefarm.dispatcher.load;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.bottleneck.Bound;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadViewTest {

  @Test
  void whatOnlyTimeChangesIsNoDifference() {
    assertFalse(Loads.queued(3, 0.5).differsFrom(Loads.queued(3, 1.5)));
    assertFalse(running(2.5, Bound.FARM).differsFrom(running(3.5, Bound.FARM)));
    assertTrue(running(2.5, Bound.FARM).differsFrom(running(2.5, Bound.CLIENT)));
    assertTrue(running(2.5, Bound.FARM).differsFrom(running(2.5, null)));
    assertTrue(Loads.queued(3, 0.5).differsFrom(Loads.queued(4, 0.5)));
    assertTrue(Loads.queued(0, 0).differsFrom(null));
  }

  private static LoadView running(double meanServiceSeconds, Bound bound) {
    return new LoadView(
        0,
        1,
        0,
        meanServiceSeconds,
        new LoadView.Slots(1, 1, 0),
        new LoadView.Jobs(1, 0, 0, Map.of()),
        List.of(new LoadView.Tenant("a", 0, 1, 1, 0, meanServiceSeconds, bound)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
