package dev.compilefarm.client.build;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the compiles that went to the farm came there.
 *
 * @param pump compiles in pump mode
 * @param plain those that distcc preprocessed first, by the reason
 */
record PumpUse(long pump, Map<PlainReason, Long> plain) {
  PumpUse {
    EnumMap<PlainReason, Long> copy = new EnumMap<>(PlainReason.class);
    copy.putAll(plain);
    plain = copy;
  }

  /** What the dispatcher saw, which knows no reasons. */
  static PumpUse of(FarmShare share) {
    return new PumpUse(
        share.pumpJobs(), Map.of(PlainReason.OTHER, (long) share.jobs() - share.pumpJobs()));
  }

  /** Whether the build used pump mode, or tried to, as far as can be seen. */
  boolean isTried() {
    return pump > 0 || plain.keySet().stream().anyMatch(reason -> reason != PlainReason.OTHER);
  }

  /** A sentence with what to do; empty where all came in pump mode. */
  String sentence() {
    long plains = plain.values().stream().mapToLong(Long::longValue).sum();
    if (plains == 0) {
      return "";
    }
    String reasons =
        plain.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> "%d × %s".formatted(entry.getValue(), entry.getKey().words()))
            .collect(Collectors.joining("; "));
    return "%d of %d came preprocessed, although pump mode was asked for: %s. %s"
        .formatted(plains, plains + pump, reasons, mostOften().fix());
  }

  private PlainReason mostOften() {
    return plain.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(PlainReason.OTHER);
  }
}
