package dev.compilefarm.client.doctor;

import static dev.compilefarm.client.doctor.CheckResult.ok;
import static dev.compilefarm.client.doctor.CheckResult.warn;

import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.environment.FittingJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this machine does itself: it preprocesses, or the farm does in pump mode. */
final class LocalChecks {
  private static final String SLOTS = "local slots";
  private static final String PUMP = "pump";
  private static final String LIMIT = "cpu limit";

  /** {@code src/lock.c} of distcc 3.4. */
  private static final int DEFAULT_CPP_SLOTS = 8;

  /** The operator allows a client so many jobs for each slot of the farm's largest size. */
  private static final int JOBS_OF_A_SLOT = 8;

  private static final String INCLUDE_SERVER = "INCLUDE_SERVER_PORT";

  /** {@code src/compile.c}: with one of these distcc does not trust its include server. */
  private static final List<String> HIDDEN_DIRECTORIES =
      List.of("CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH");

  private LocalChecks() {}

  static Stream<CheckResult> of(ClientFacts facts, String farm, Optional<FarmState> state) {
    if (facts.hosts().isEmpty()) {
      return Stream.of();
    }
    HostList list = HostList.of(facts.hosts().get().text());
    return Stream.of(
            cpuLimit(facts).stream(),
            slots(list, facts.cores(), slotsOf(list, state)).stream(),
            pump(facts, list, farm).stream())
        .flatMap(results -> results);
  }

  /** Cores are counted in whole ones, and this is less. */
  private static Optional<CheckResult> cpuLimit(ClientFacts facts) {
    return facts.cpuLimit().isPresent() && facts.cpuLimit().getAsDouble() < 1
        ? Optional.of(
            warn(
                LIMIT,
                String.format(
                    Locale.ROOT,
                    "This container may use %.2f of a core: it preprocesses too slowly to feed a farm.",
                    facts.cpuLimit().getAsDouble()),
                "Raise limits.cpu of the container that builds."))
        : Optional.empty();
  }

  /** As many as it has, or as its list of hosts lets it have. */
  private static int slotsOf(HostList list, Optional<FarmState> state) {
    return Math.max(state.map(FarmState::slots).orElse(0), list.limit() / JOBS_OF_A_SLOT);
  }

  private static List<CheckResult> slots(HostList list, int cores, int slots) {
    List<CheckResult> results = new ArrayList<>();
    tooMany("--localslots", list.localSlots(), cores, "compiled, when the farm does not do it,")
        .ifPresent(results::add);
    tooMany("--localslots_cpp", list.localCppSlots(), cores, "preprocessed")
        .ifPresent(results::add);
    int used = list.localCppSlots().orElse(DEFAULT_CPP_SLOTS);
    int wanted = Math.min(cores, FittingJobs.coresFor(slots, list.isPump()));
    if (used < wanted) {
      results.add(
          warn(
              SLOTS,
              "distcc preprocesses on %d of this machine's %d cores, which feed %d of the farm's %d slots."
                  .formatted(used, cores, FittingJobs.of(used, slots, list.isPump()), slots),
              "Begin DISTCC_HOSTS with --localslots_cpp=%d.".formatted(wanted)));
    }
    return results.isEmpty()
        ? List.of(
            ok(SLOTS, "distcc preprocesses on up to %d cores.".formatted(Math.min(used, cores))))
        : results;
  }

  private static Optional<CheckResult> tooMany(
      String flag, OptionalInt slots, int cores, String done) {
    return slots.isPresent() && slots.getAsInt() > 2 * cores
        ? Optional.of(
            warn(
                SLOTS,
                "%s=%d: so many files are %s at a time on %d cores, which costs memory and time."
                    .formatted(flag, slots.getAsInt(), done, cores),
                "Set %s=%d.".formatted(flag, cores)))
        : Optional.empty();
  }

  private static List<CheckResult> pump(ClientFacts facts, HostList list, String farm) {
    List<CheckResult> results = new ArrayList<>();
    boolean isUnderPump = !facts.value(INCLUDE_SERVER).isEmpty();
    if (!list.isPump()) {
      return isUnderPump
          ? List.of(
              warn(
                  PUMP,
                  "An include server runs, and no host has the option cpp: distcc preprocesses here.",
                  "Set DISTCC_HOSTS=\"$DISTCC_PUMP_HOSTS\"."))
          : List.of();
    }
    if (!isUnderPump) {
      results.add(
          warn(
              PUMP,
              "Hosts have the option cpp, and no include server runs: distcc preprocesses here, and"
                  + " warns twice for each compile.",
              "Start the whole build as 'distcc-pump make'; some call the program pump."
                  + " Check it so, too: distcc-pump kubectl-compilefarm doctor %s"
                      .formatted(farm)));
    }
    String hidden =
        HIDDEN_DIRECTORIES.stream()
            .filter(facts.environment()::containsKey)
            .collect(Collectors.joining(", "));
    if (!hidden.isEmpty()) {
      results.add(
          warn(
              PUMP,
              hidden + ": where it is set, distcc preprocesses here in spite of pump mode.",
              "Remove it, and name the directories by -I."));
    }
    if (facts.value("DISTCC_MAX_DISCREPANCY").isEmpty()) {
      results.add(
          warn(
              PUMP,
              "The first job that the farm refuses ends pump mode for its build.",
              "Set DISTCC_MAX_DISCREPANCY=1000000."));
    }
    return results.isEmpty()
        ? List.of(ok(PUMP, "An include server runs, and hosts take jobs in pump mode."))
        : results;
  }
}
