package dev.compilefarm.bench.load;

import java.io.PrintStream;
import java.nio.file.Path;

/** One question to the dispatcher, answered by a run against its rivals. */
interface Scenario {

  /** By which dev/bench calls it. */
  String name();

  /** What is measured, in a line. */
  String title();

  /**
   * Measures and prints a table; leaves nothing running.
   *
   * @param scratch an empty folder, open to other users
   */
  void run(Path scratch, PrintStream out) throws Exception;
}
