package dev.compilefarm.evidence.reality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Users' builds by one policy, for real. */
interface Makes extends AutoCloseable {

  /**
   * Runs them to their end, all begun at once.
   *
   * @param folder a new one
   */
  Times run(Workload workload, Path folder)
      throws IOException, InterruptedException, ExecutionException, TimeoutException;

  @Override
  void close() throws IOException;
}
