package dev.compilefarm.client.build;

import dev.compilefarm.client.diagnosis.Finding;
import dev.compilefarm.client.text.Quantity;
import dev.compilefarm.client.text.Some;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last line of a build under {@code exec}. */
public final class BuildSummary {
  private BuildSummary() {}

  /**
   * The line; it ends with a colon where nothing at all is known.
   *
   * @param log empty where the build wrote its own log
   * @param share empty where the dispatcher could not be asked
   * @param isPump whether pump mode was asked for; what the build asks for itself is seen
   * @param finding why the build was as fast as it was; empty where that is not known
   */
  public static String line(
      Optional<DistccLog> log,
      Optional<FarmShare> share,
      boolean isPump,
      Optional<Finding> finding) {
    StringBuilder line = new StringBuilder("compilefarm:");
    log.ifPresent(counts -> line.append(compiles(counts)));
    log.map(DistccLog::pumpUse)
        .or(() -> share.map(PumpUse::of))
        .filter(use -> isPump || use.isTried())
        .map(PumpUse::sentence)
        .filter(sentence -> !sentence.isEmpty())
        .ifPresent(sentence -> line.append(' ').append(sentence));
    share
        .filter(known -> known.jobs() > 0)
        .ifPresent(known ->
            line.append(
                " %d jobs waited %s in all and used %s of volunteers."
                    .formatted(
                        known.jobs(),
                        Quantity.seconds(known.waitedSeconds()),
                        Quantity.seconds(known.volunteerSeconds()))));
    share.ifPresent(known -> line.append(notDone(known.notDone())));
    finding.ifPresent(known -> line.append(' ').append(known.line()));
    return line.toString();
  }

  /** The dispatcher knows why, where distcc's log has only that it was so. */
  private static String notDone(List<FarmShare.NotDone> kinds) {
    if (kinds.isEmpty()) {
      return "";
    }
    List<String> reasons =
        kinds.stream()
            .map(kind ->
                kind.sentence().isEmpty()
                    ? "%d × %s".formatted(kind.jobs(), kind.outcome())
                    : "%d × %s (%s)".formatted(kind.jobs(), kind.outcome(), kind.sentence()))
            .toList();
    return " The farm did not do: %s.".formatted(Some.reasons(reasons));
  }

  private static String compiles(DistccLog log) {
    long home = log.atHome().values().stream().mapToLong(Long::longValue).sum();
    long all = log.onFarm() + home;
    if (all == 0) {
      return " no compile went through distcc. Does the build call CC=\"distcc gcc\" CXX=\"distcc g++\"?";
    }
    if (home == 0) {
      return " all %d compiles on the farm.".formatted(all);
    }
    return " %d of %d compiles on the farm, %d at home: %s."
        .formatted(log.onFarm(), all, home, reasons(log.atHome()));
  }

  private static String reasons(Map<String, Long> atHome) {
    return Some.reasons(
        atHome.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .map(entry -> "%d × %s".formatted(entry.getValue(), entry.getKey()))
            .toList());
  }
}
