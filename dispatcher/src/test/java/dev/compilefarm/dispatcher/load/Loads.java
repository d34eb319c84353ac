package dev.compilefarm.dispatcher.load;

import java.util.List;
import java.util.Map;

/** Loads for tests. */
final class Loads {

  private Loads() {}

  /** Of a farm without volunteers in which so many jobs wait. */
  static LoadView queued(int queued, double oldestWaitSeconds) {
    return new LoadView(
        queued,
        0,
        oldestWaitSeconds,
        null,
        new LoadView.Slots(0, 0, 0),
        new LoadView.Jobs(queued, 0, 0, Map.of()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
