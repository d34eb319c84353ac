package dev.compilefarm.client.top;

import dev.compilefarm.client.diagnosis.Diagnosis;
import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.load.JobsPage.Job;
import dev.compilefarm.client.load.Load;
import dev.compilefarm.client.text.Printable;
import dev.compilefarm.client.text.Quantity;
import dev.compilefarm.client.text.Some;
import dev.compilefarm.client.text.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One picture of a farm: whose turn it is and why, the tenants, the volunteers with a cell for each
 * slot, and the last decision on the size.
 */
public final class Frame {
  private static final String READY = "READY";
  private static final char FREE = '·';
  private static final char UNKNOWN = '#';

  private Frame() {}

  /**
   * The lines of a picture.
   *
   * @param running the jobs that hold a slot, as far as they are known
   * @param jobsASecond jobs that ended; empty where there was no picture before
   * @param screen what has no place there is left out, and the picture says how much that is
   */
  public static String of(
      FarmState state,
      List<Job> running,
      OptionalDouble jobsASecond,
      Palette palette,
      Screen screen) {
    Load load = state.load().orElseThrow();
    Map<String, Character> letters = Letters.of(tenants(load));
    List<String> lines = new ArrayList<>();
    Stream.of(
            head(state, load, jobsASecond),
            "Size: " + (state.whyThisSize().isEmpty() ? "not decided yet" : state.whyThisSize()),
            "Next turn: " + nextTurn(load),
            Diagnosis.of(state).line())
        .map(screen::wrapped)
        .forEach(lines::addAll);
    // Besides: an empty line before each list, and the headings of the first.
    RowShares rows =
        RowShares.of(
            screen.rows() - lines.size() - 3, load.tenants().size(), load.volunteers().size());
    lines.add("");
    lines.addAll(tenants(load, letters, palette, rows.first()));
    lines.add("");
    lines.addAll(volunteers(load, running, letters, palette, rows.second()));
    return screen.cut(lines);
  }

  private static String head(FarmState state, Load load, OptionalDouble jobsASecond) {
    String rate =
        jobsASecond.isPresent()
            ? String.format(Locale.ROOT, ", %.1f jobs/s", jobsASecond.getAsDouble())
            : "";
    // The dispatcher counts no wait for a tenant's own limit.
    String oldest =
        load.oldestWaitSeconds() > 0
            ? " (oldest " + Quantity.seconds(load.oldestWaitSeconds()) + ")"
            : "";
    return "%s: %s; %d of %d volunteers ready; %d of %d slots busy; %d jobs wait%s%s"
        .formatted(
            state.name(),
            state.isReady() ? "ready" : "not ready",
            state.ready(),
            state.desired(),
            load.slots().busy(),
            load.slots().total(),
            load.queued(),
            oldest,
            rate);
  }

  /** As the queue decides: fewest running jobs for its weight, of those that may run one more. */
  private static String nextTurn(Load load) {
    List<Load.Tenant> waiting =
        load.tenants().stream()
            .filter(tenant -> tenant.queued() > tenant.queuedOverLimit())
            .sorted(Comparator.comparingDouble(Load.Tenant::share))
            .toList();
    if (waiting.isEmpty()) {
      boolean isLimited = load.tenants().stream().anyMatch(tenant -> tenant.queuedOverLimit() > 0);
      return isLimited ? "nobody, as all that wait run as many as they may" : "nobody waits";
    }
    Load.Tenant first = waiting.getFirst();
    List<Load.Tenant> equal =
        waiting.stream().filter(tenant -> tenant.share() == first.share()).toList();
    String runs = "%d running for a weight of %d".formatted(first.running(), first.weight());
    if (waiting.size() == 1) {
      return "%s, the only one that waits".formatted(Printable.of(first.tenant()));
    }
    return equal.size() == 1
        ? "%s, with the fewest jobs: %s".formatted(Printable.of(first.tenant()), runs)
        : "who used least lately, of %s: each has %s".formatted(named(equal), runs);
  }

  private static String named(List<Load.Tenant> tenants) {
    return Some.names(tenants.stream().map(tenant -> Printable.of(tenant.tenant())).toList());
  }

  private static List<String> tenants(Load load) {
    return load.tenants().stream().map(Load.Tenant::tenant).toList();
  }

  /** Those with most jobs, where not all have a row; the last row then counts the others. */
  private static List<String> tenants(
      Load load, Map<String, Character> letters, Palette palette, int rows) {
    if (load.tenants().isEmpty()) {
      return List.of("No tenant has a job.");
    }
    Set<Load.Tenant> shown =
        shown(
            load.tenants(),
            Comparator.comparingInt((Load.Tenant tenant) -> tenant.running() + tenant.queued())
                .reversed(),
            rows);
    Table table =
        new Table("", "TENANT", "WEIGHT", "RUNNING", "WAITING", "OVER LIMIT", "MEAN", "BOUND BY");
    load.tenants().stream()
        .filter(shown::contains)
        .forEach(tenant ->
            table.row(
                letters.get(tenant.tenant()),
                tenant.tenant(),
                tenant.weight(),
                tenant.running(),
                tenant.queued(),
                tenant.queuedOverLimit(),
                tenant.meanServiceSeconds() == null
                    ? ""
                    : Quantity.seconds(tenant.meanServiceSeconds()),
                tenant.bound() == null ? "" : tenant.bound().toLowerCase(Locale.ROOT)));
    List<String> lines =
        new ArrayList<>(
            palette.colourFirstColumn(table.toString(), letters.values()).lines().toList());
    List<Load.Tenant> others =
        load.tenants().stream().filter(tenant -> !shown.contains(tenant)).toList();
    if (!others.isEmpty()) {
      lines.add(
          "and %d more tenants: %d jobs run and %d wait"
              .formatted(
                  others.size(),
                  others.stream().mapToInt(Load.Tenant::running).sum(),
                  others.stream().mapToInt(Load.Tenant::queued).sum()));
    }
    return lines;
  }

  /** All, or as many as fit with a row for the number of the others. */
  private static <T> Set<T> shown(List<T> all, Comparator<T> first, int rows) {
    return all.size() <= rows
        ? Set.copyOf(all)
        : all.stream().sorted(first).limit(Math.max(0, rows - 1)).collect(Collectors.toSet());
  }

  /** Those in trouble and then the busiest, where not all have a row. */
  private static List<String> volunteers(
      Load load, List<Job> running, Map<String, Character> letters, Palette palette, int rows) {
    Map<String, List<Job>> byVolunteer =
        running.stream()
            .filter(job -> job.volunteer() != null)
            .collect(Collectors.groupingBy(Job::volunteer));
    Set<Load.Volunteer> shown =
        shown(
            load.volunteers(),
            Comparator.comparing((Load.Volunteer volunteer) -> READY.equals(volunteer.state()))
                .thenComparing(Comparator.comparingInt(Load.Volunteer::busy).reversed())
                .thenComparing(Load.Volunteer::name),
            rows);
    int width = shown.stream().mapToInt(volunteer -> volunteer.name().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    shown.stream()
        .sorted(Comparator.comparing(Load.Volunteer::name))
        .forEach(volunteer ->
            lines.add(
                "%s%s  %s  %s"
                    .formatted(
                        Printable.of(volunteer.name()),
                        " ".repeat(width - volunteer.name().length()),
                        cells(
                            volunteer,
                            byVolunteer.getOrDefault(volunteer.name(), List.of()),
                            letters,
                            palette),
                        state(volunteer))));
    List<Load.Volunteer> others =
        load.volunteers().stream().filter(volunteer -> !shown.contains(volunteer)).toList();
    if (!others.isEmpty()) {
      lines.add(
          "and %d more volunteers: %d of %d slots busy"
              .formatted(
                  others.size(),
                  others.stream().mapToInt(Load.Volunteer::busy).sum(),
                  others.stream().mapToInt(Load.Volunteer::slots).sum()));
    }
    return lines;
  }

  private static String cells(
      Load.Volunteer volunteer, List<Job> jobs, Map<String, Character> letters, Palette palette) {
    StringBuilder cells = new StringBuilder();
    jobs.stream()
        .limit(volunteer.busy())
        .map(job -> Optional.ofNullable(letters.get(job.tenant())).orElse(UNKNOWN))
        .sorted()
        .forEach(letter -> cells.append(palette.cell(letter)));
    int known = Math.min(jobs.size(), volunteer.busy());
    cells.repeat(UNKNOWN, Math.max(0, volunteer.busy() - known));
    return cells.repeat(FREE, Math.max(0, volunteer.slots() - volunteer.busy())).toString();
  }

  private static String state(Load.Volunteer volunteer) {
    String state = volunteer.state().toLowerCase(Locale.ROOT).replace('_', ' ');
    return volunteer.trouble() == null
        ? state
        : state + ", " + volunteer.trouble().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
