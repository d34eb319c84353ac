package dev.compilefarm.dispatcher.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodPageTest {

  @Test
  void isReadInAnyOrderOfItsFields() throws IOException {
    PodPage page =
        page(
            "{'items': [%s], 'kind': 'PodList', 'x': {'items': 7},"
                    .formatted(Pods.scheduled().tree())
                + "'metadata': {'resourceVersion': '17', 'continue': 'abc', 'items': [1]}}");
    assertEquals(List.of(Pods.scheduled().read()), page.pods());
    assertEquals(Optional.of("17"), page.version());
    assertEquals(Optional.of("abc"), page.next());
    assertEquals(List.of(), page.oddities());
  }

  @Test
  void isReadWithoutThePodsThatCannotBe() throws IOException {
    PodPage page =
        page(
            "{'items': [null, 7, {'metadata': 'x'}, [[]], %s, {}]}"
                .formatted(Pods.scheduled().tree()));
    assertEquals(List.of(Pods.scheduled().read()), page.pods());
    assertEquals(5, page.oddities().size());
  }

  @Test
  void mayBeEmpty() throws IOException {
    assertEquals(List.of(), page("{'items': []}").pods());
    assertEquals(List.of(), page("{'items': null, 'metadata': {'continue': ''}}").pods());
    assertEquals(Optional.empty(), page("{'items': [], 'metadata': {'continue': ''}}").next());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "null",
        "{}",
        "<html>",
        "{'kind': 'Status', 'metadata': {}}",
        "{'items': {}}",
        "{'items': 7}",
        "{'items': [",
        "{'items': []",
        "{'items': []} x",
        "{'items': []} {}",
        "{'items': [{'metadata': {'name':]}"
      })
  void isNoneThatIsNotWhole(String text) {
    ListException failure = assertThrows(ListException.class, () -> page(text));
    assertEquals(ListFault.UNREADABLE, failure.fault());
  }

  private static PodPage page(String text) throws IOException {
    return PodPage.read(
        new ByteArrayInputStream(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }
}
