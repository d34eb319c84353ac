package dev.compilefarm.operator.load;

import dev.compilefarm.operator.observe.Load;
import java.io.IOException;

/** Asks one dispatcher pod. */
interface LoadClient {

  /**
   * The pod's load as of now. Blocks, for a bounded time.
   *
   * @param address the pod's IP
   * @throws IOException with a message for people when there is no usable answer in time
   */
  Load load(String address) throws IOException, InterruptedException;
}
