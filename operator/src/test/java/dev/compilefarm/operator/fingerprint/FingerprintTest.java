package dev.compilefarm.operator.fingerprint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /**
   * These stand on Deployments in people's clusters. A version in which they are others replaces
   * the volunteers of all farms at once: a new field must not show where it says nothing.
   */
  @Test
  void ofTheSameWordsIsTheSameInEveryVersion() {
    assertEquals("451374cb5b49", of("{}"));
    assertEquals(
        "025d0f7dc93b",
        of("{image: 'gcc:14', slots: 4, resources: {limits: {cpu: '4', memory: 8Gi}}}"));
  }

  @Test
  void tellsWordsApart() {
    assertNotEquals(of("{}"), of("{image: 'gcc:14'}"));
    assertNotEquals(of("{image: 'gcc:13'}"), of("{image: 'gcc:14'}"));
    assertNotEquals(of("{compilers: [/a, /b]}"), of("{compilers: [/b, /a]}"));
    assertNotEquals(of("{compilers: [/a, /b]}"), of("{compilers: ['/a,/b']}"));
  }

  @Test
  void orderOfFieldsAndFieldsThatSayNothingDoNotCount() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", List.of(Map.of()));
    one.put("c", null);
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("d", Map.of("e", List.of()));
    other.put("a", 1);

    assertEquals(Fingerprint.of(other), Fingerprint.of(one));
    assertEquals(of("{}"), of("{resources: {}, template: {labels: {}}, compilers: []}"));
  }

  private static String of(String volunteers) {
    return Fingerprint.of(YAML.unmarshal("---\n" + volunteers, VolunteersSpec.class));
  }
}
