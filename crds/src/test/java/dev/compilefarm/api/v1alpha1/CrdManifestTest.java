package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checked-in CRDs, ours and the chart's copy, are what the types say. */
class CrdManifestTest {
  private static final boolean UPDATE = Boolean.getBoolean("compilefarm.update-manifests");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "manifests/compilefarms.compilefarm.dev.yaml",
        "../helm/compilefarm/files/compilefarms.compilefarm.dev.yaml"
      })
  void checkedInManifestIsWhatTheTypesSay(String file) throws IOException {
    Path path = Path.of(file);
    String generated = CrdYaml.generate();
    if (UPDATE) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, generated);
    }
    assertEquals(
        generated,
        Files.readString(path),
        "rewrite it with: mvn -pl crds test -Dcompilefarm.update-manifests=true");
  }
}
