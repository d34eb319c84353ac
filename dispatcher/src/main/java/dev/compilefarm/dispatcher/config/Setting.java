package dev.compilefarm.dispatcher.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One setting of the dispatcher, as the reference shows it. Pure.
 *
 * @param name as messages say it, {@code compilefarm.report-port} for instance
 * @param form of a value that is not a number within bounds, for people; else empty
 * @param effect whole sentences
 */
public record Setting(String name, String form, Optional<Bounds> bounds, String effect) {
  private static final String PREFIX = "compilefarm.";

  static Setting text(String name, String form, String effect) {
    return new Setting(PREFIX + name, form, Optional.empty(), effect);
  }

  static Setting number(
      String name,
      ToLongFunction<DispatcherConfig> value,
      long min,
      long max,
      String unit,
      String effect) {
    return optionalNumber(
        name, config -> Optional.of(value.applyAsLong(config)), min, max, unit, effect);
  }

  static Setting optionalNumber(
      String name,
      Function<DispatcherConfig, Optional<Long>> value,
      long min,
      long max,
      String unit,
      String effect) {
    return new Setting(PREFIX + name, "", Optional.of(new Bounds(value, min, max, unit)), effect);
  }

  /** What sets it. */
  public String environmentVariable() {
    return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  /** What is wrong with its value, and what would be right. */
  Optional<String> problem(DispatcherConfig config) {
    return bounds.flatMap(present -> present.problem(name, config));
  }
}
