package dev.compilefarm.dispatcher.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * The values that a setting may have. Pure.
 *
 * @param value of the setting; empty where it has none
 * @param unit of the value, in the plural; empty where it has none
 */
public record Bounds(
    Function<DispatcherConfig, Optional<Long>> value, long min, long max, String unit) {

  /** What is wrong with the setting of this name, and what would be right. */
  Optional<String> problem(String name, DispatcherConfig config) {
    return value
        .apply(config)
        .filter(number -> number < min || number > max)
        .map(number -> "%s is %d; it must lie between %d and %d".formatted(name, number, min, max));
  }
}
