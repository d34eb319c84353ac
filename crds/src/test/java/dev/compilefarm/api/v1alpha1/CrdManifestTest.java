package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The checked-in CRD is what the types say. */
class CrdManifestTest {
  private static final boolean UPDATE = Boolean.getBoolean("compilefarm.update-manifests");

  /** It stands in the chart alone, since a chart must be installable from a checkout. */
  @Test
  void checkedInManifestIsWhatTheTypesSay() throws IOException {
    Path path = Path.of("../helm/compilefarm/files/compilefarms.compilefarm.dev.yaml");
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
