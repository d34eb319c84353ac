package dev.compilefarm.dispatcher.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchLineTest {
  private static final String POD =
      Pods.scheduled()
          .metadata("{'name': 'v1', 'uid': 'u', 'resourceVersion': '9'}")
          .tree()
          .toString();

  @Test
  void tellsWhatBecameOfAPod() throws ListException {
    VolunteerPod pod = VolunteerPod.read(Pods.json(POD));
    assertEquals(new PodEvent.Present(pod, Optional.of("9")), read(event("ADDED", POD)));
    assertEquals(new PodEvent.Present(pod, Optional.of("9")), read(event("MODIFIED", POD)));
    assertEquals(new PodEvent.Gone(pod, Optional.of("9")), read(event("DELETED", POD)));
  }

  @Test
  void tellsHowFarTheWatchHasCome() throws ListException {
    assertEquals(
        new PodEvent.Bookmark(Optional.of("12")),
        read(event("BOOKMARK", "{'metadata': {'resourceVersion': '12'}}")));
  }

  @Test
  void tellsThatTheWatchIsOver() {
    String gone = event("ERROR", "{'kind': 'Status', 'code': 410, 'message': 'too old'}");
    ListException expired = assertThrows(ListException.class, () -> read(gone));
    assertEquals(ListFault.EXPIRED, expired.fault());
    assertEquals("the watch on pods ended with status 410: too old", expired.getMessage());
    String other = event("ERROR", "{'code': 500}");
    assertEquals(ListFault.REFUSED, assertThrows(ListException.class, () -> read(other)).fault());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{",
        "7",
        "{}",
        "[]",
        "{'type': 'ADDED'}",
        "{'type': 'ADDED', 'object': {'metadata':",
        "{'type': 'ADDED', 'object': 7}",
        "{'type': 7, 'object': {}}",
        "{'type': 'BOOKMARK', 'object': {}} x"
      })
  void isOfNoUseWhereItCannotBeRead(String line) {
    assertEquals(ListFault.UNREADABLE, assertThrows(ListException.class, () -> read(line)).fault());
  }

  private static String event(String type, String object) {
    return "{'type': '%s', 'object': %s}".formatted(type, object);
  }

  private static PodEvent read(String line) throws ListException {
    return WatchLine.read(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
