package dev.compilefarm.dispatcher.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.server.OpenConnections.Entry;
import dev.compilefarm.dispatcher.server.OpenConnections.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
  private final OpenConnections connections =
      new OpenConnections(4, 3, tenant -> tenant.equals("heavy") ? 3 : 1);
  private final List<String> displaced = new ArrayList<>();

  @Test
  void countsUpToTheLimitOfAnAddress() {
    Place first = enter("a");
    enter("a");
    enter("a");
    assertEquals(new Entry.FullForAddress(), connections.enter("a", "a"));
    first.leave();
    enter("a");
    assertEquals(3, connections.count());
  }

  @Test
  void aNewcomerDisplacesTheOldestOfTheTenantWithMostThatHasSentNoWholeRequest() {
    Place whole = receiving("a", "a1");
    receiving("a", "a2");
    receiving("a", "a3");
    receiving("b", "b1");
    whole.received();
    receiving("c", "c1");
    assertEquals(List.of("a2"), displaced);
  }

  @Test
  void nobodyIsDisplacedByATenantThatWouldHoldAsMuch() {
    receiving("a", "a1");
    receiving("a", "a2");
    receiving("b", "b1");
    receiving("b", "b2");
    assertEquals(new Entry.Full(), connections.enter("a", "a"));
    assertEquals(new Entry.Full(), connections.enter("b2", "b"));
    receiving("c", "c1");
    assertEquals(1, displaced.size());
  }

  @Test
  void countsPlacesForTheirWeight() {
    receiving("1", "heavy", "h1");
    receiving("2", "heavy", "h2");
    receiving("a", "a1");
    receiving("a", "a2");
    receiving("3", "heavy", "h3");
    assertEquals(List.of("a1"), displaced);
  }

  @Test
  void whoHasSentItsRequestKeepsItsPlace() {
    for (int i = 0; i < 3; i++) {
      receiving("a", "a").received();
    }
    receiving("b", "b").received();
    assertEquals(new Entry.Full(), connections.enter("c", "c"));
  }

  @Test
  void tellsWhenNobodyIsLeft() throws InterruptedException {
    Place place = enter("a");
    assertFalse(connections.awaitNone(Duration.ZERO));
    place.leave();
    assertTrue(connections.awaitNone(Duration.ZERO));
  }

  private Place enter(String address) {
    return enter(address, address);
  }

  private Place enter(String address, String tenant) {
    return switch (connections.enter(address, tenant)) {
      case Entry.Entered(Place place) -> place;
      case Entry refused -> throw new AssertionError(refused);
    };
  }

  private Place receiving(String address, String name) {
    return receiving(address, address, name);
  }

  private Place receiving(String address, String tenant, String name) {
    Place place = enter(address, tenant);
    place.receiving(() -> displaced.add(name));
    return place;
  }
}
