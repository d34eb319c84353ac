package dev.compilefarm.client.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionTest {
  @TempDir private Path folder;

  @Test
  void takesSecretsOutAndLeavesTheRest() throws IOException {
    String redacted =
        Redaction.of(
                new ObjectMapper()
                    .readTree(
                        """
                        {"metadata": {"name": "main", "managedFields": [{"a": "s3cret"}], "annotations":
                          {"kubectl.kubernetes.io/last-applied-configuration": "s3cret", "compilefarm.dev/kept": "yes", "vault.example/template": "s3cret"}},
                         "data": {"KEY": "s3cret"},
                         "spec": {"containers": [{"name": "c", "image": "i",
                           "args": ["--token=s3cret"], "command": ["sh", "-c", "s3cret"],
                           "env": [{"name": "TOKEN", "value": "s3cret"}]}]}}
                        """))
            .toString();
    assertFalse(redacted.contains("s3cret"), redacted);
    for (String kept : new String[] {"main", "yes", "TOKEN", "\"image\":\"i\""}) {
      assertTrue(redacted.contains(kept), redacted);
    }
  }

  @Test
  void writesAFileForItsOwnerAndNeverOverAnother() throws IOException {
    Path file = folder.resolve("report.zip");
    try (Archive archive = Archive.create(file)) {
      archive.add("load.json", "{}");
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertEquals(2, zip.getEntry("load.json").getSize());
    }
    assertThrows(FileAlreadyExistsException.class, () -> Archive.create(file).close());
  }
}
