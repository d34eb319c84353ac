package dev.compilefarm.dispatcher.load;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LoadViewTest {

  @Test
  void whatOnlyTimeChangesIsNoDifference() {
    assertFalse(Loads.queued(3, 0.5).differsFrom(Loads.queued(3, 1.5)));
    assertTrue(Loads.queued(3, 0.5).differsFrom(Loads.queued(4, 0.5)));
    assertTrue(Loads.queued(0, 0).differsFrom(null));
  }
}
