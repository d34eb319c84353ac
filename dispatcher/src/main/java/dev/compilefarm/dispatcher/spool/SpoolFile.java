package dev.compilefarm.dispatcher.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is deleted when it is closed. */
record SpoolFile(Path path, FileChannel channel) implements AutoCloseable {

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
