package dev.compilefarm.client.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A new zip file that its owner alone may read. */
public final class Archive implements AutoCloseable {
  private final ZipOutputStream out;

  private Archive(ZipOutputStream out) {
    this.out = out;
  }

  /**
   * Makes the file. The caller closes the archive.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is a file of that name
   */
  public static Archive create(Path file) throws IOException {
    FileAttribute<Set<PosixFilePermission>> rights =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, rights);
    return new Archive(new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE)));
  }

  /** Adds a file. */
  public void add(String name, String text) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.closeEntry();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
