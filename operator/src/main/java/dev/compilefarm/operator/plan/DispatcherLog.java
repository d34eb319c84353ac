package dev.compilefarm.operator.plan;

import java.util.Optional;

/**
 * How dispatchers log, where that is not as their image has it.
 *
 * @param level the least important level that is logged, such as DEBUG
 * @param json an object in each line, for programs, in place of text
 */
public record DispatcherLog(Optional<String> level, boolean json) {
  /** As the image has it. */
  public static final DispatcherLog AS_BUILT = new DispatcherLog(Optional.empty(), false);
}
