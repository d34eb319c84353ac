package dev.compilefarm.dispatcher.succession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SightTest {
  private static final String GOING = "\"deletionTimestamp\": \"2026-01-01T00:00:00Z\",";
  private static final JsonNode STANDS = json("{\"metadata\": {}}");
  private static final JsonNode GOES = json("{\"metadata\": {%s \"uid\": \"x\"}}".formatted(GOING));

  @Test
  void itsOwnPodIsNoSuccessor() {
    Sight sight = of(List.of(pod("own", GOING, "True")), Optional.of(STANDS), Optional.of(STANDS));

    assertEquals(new Sight(true, Sight.Farm.STAYS, false, Set.of()), sight);
  }

  @Test
  void onlyOneThatStaysAndIsReadyIsASuccessor() {
    Sight sight =
        of(
            List.of(
                pod("own", GOING, "True"),
                pod("new", "", "True"),
                pod("starting", "", "False"),
                pod("older", GOING, "True")),
            Optional.of(STANDS),
            Optional.of(STANDS));

    assertEquals(Set.of("uid-new"), sight.ready());
  }

  @Test
  void tellsWhetherItsOwnPodGoes() {
    assertFalse(
        of(List.of(pod("own", "", "True")), Optional.of(STANDS), Optional.of(STANDS)).ownPodGoes());
    assertTrue(of(List.of(), Optional.of(STANDS), Optional.of(STANDS)).ownPodGoes());
  }

  @Test
  void aFarmThatIsDeletedStillGetsVolunteersAndOneThatIsGoneDoesNot() {
    assertFalse(of(List.of(), Optional.of(GOES), Optional.of(STANDS)).endsAll());
    assertTrue(of(List.of(), Optional.empty(), Optional.of(STANDS)).endsAll());
  }

  @Test
  void nothingRunsAnyMoreInANamespaceThatGoes() {
    assertTrue(of(List.of(), Optional.of(STANDS), Optional.of(GOES)).endsAll());
    assertTrue(of(List.of(), Optional.of(STANDS), Optional.empty()).endsAll());
    assertFalse(of(List.of(), Optional.of(STANDS), Optional.of(STANDS)).endsAll());
  }

  private static Sight of(
      List<String> pods, Optional<JsonNode> farm, Optional<JsonNode> namespace) {
    return Sight.of(
        "own", json("{\"items\": [%s]}".formatted(String.join(",", pods))), farm, namespace);
  }

  private static String pod(String name, String going, String ready) {
    return """
    {"metadata": {%s "name": "%s", "uid": "uid-%s"},
     "status": {"conditions": [{"type": "PodScheduled", "status": "True"},
                               {"type": "Ready", "status": "%s"}]}}
    """
        .formatted(going, name, name, ready);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
