package dev.compilefarm.bench.load.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy this machine was in the last minute, with what the bench itself does. */
public final class LoadAverage {

  private LoadAverage() {}

  /** Threads that ran or wanted to, as Linux has it in {@code /proc/loadavg}. */
  public static String now() throws IOException {
    String text = Files.readString(Path.of("/proc/loadavg"));
    return text.substring(0, text.indexOf(' '));
  }
}
