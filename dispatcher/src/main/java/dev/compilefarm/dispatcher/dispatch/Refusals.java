package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.protocol.Excess;
import dev.compilefarm.dispatcher.toolchain.CompilerName;
import dev.compilefarm.dispatcher.toolchain.KnownCompilers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a farm says when it refuses a job: what is wrong, and what to do. Pure, immutable. A
 * sentence never says where the job is compiled then: distcc shows it only where that is nowhere.
 *
 * @param farm namespace and name, {@code ci/main} for instance; empty where there is no operator,
 *     and then settings are named as the environment variables of the dispatcher
 * @param jobLifetime how long one compile may take
 */
public record Refusals(Optional<String> farm, Duration jobLifetime) {
  private static final Duration USUAL_LIFETIME = Duration.ofMinutes(10);
  private static final int NAMES_SHOWN = 12;
  private static final long MIB = 1 << 20;

  /** Of a dispatcher without a farm in Kubernetes, with the usual lifetime of jobs. */
  public static Refusals ofNoFarm() {
    return new Refusals(Optional.empty(), USUAL_LIFETIME);
  }

  /** None of these has a compiler of this name. */
  public Refusal unknownCompiler(String compiler, KnownCompilers known) {
    String name = CompilerName.shown(compiler);
    return new Refusal(
        Outcome.UNKNOWN_COMPILER,
        name,
        "%s has no compiler %s; it has %s".formatted(shownFarm(), name, shown(known)));
  }

  /** Volunteers that are well hung up on the request. */
  public Refusal poison(String compiler) {
    String name = CompilerName.shown(compiler);
    return new Refusal(
        Outcome.POISON,
        name,
        "volunteers of %s that are well failed on compiler %s: it is not on their list, or they refuse an option"
            .formatted(shownFarm(), name));
  }

  /** The request has more of something than the farm takes. */
  public Refusal tooLarge(Excess excess) {
    String sizes = "it has %s, and %s takes %s";
    return switch (excess.what()) {
      case CONTENT ->
          tooLarge(
              shownBytes(excess.number()),
              "the source of this job is too large: "
                  + sizes.formatted(
                      shownBytes(excess.number()), shownFarm(), shownBytes(excess.limit()))
                  + " as sent; raise "
                  + field("spec.queue.maxSourceSize", "COMPILEFARM_QUEUE_MAX_SOURCE_BYTES"));
      case OTHER ->
          tooLarge(
              excess.unit(),
              "the request of this job is too large: "
                  + sizes.formatted(
                      excess.number() + " " + excess.unit(), shownFarm(), excess.limit()));
    };
  }

  /**
   * The volunteer's reply brings more than the farm takes.
   *
   * @param bytes of the object as announced
   * @param limit most bytes of one
   */
  public Refusal objectTooLarge(long bytes, long limit) {
    return tooLarge(
        shownBytes(bytes),
        "the object of this job is too large: it has %s, and %s takes %s as sent; raise %s"
            .formatted(
                shownBytes(bytes),
                shownFarm(),
                shownBytes(limit),
                field("spec.queue.maxObjectSize", "COMPILEFARM_QUEUE_MAX_OBJECT_BYTES")));
  }

  /** It took longer than a compile may, twice or on the only volunteer. */
  public Refusal tooLong() {
    return new Refusal(
        Outcome.TOO_LONG,
        jobLifetime.toSeconds() + " s",
        "this job took longer than %d seconds; raise %s"
            .formatted(
                jobLifetime.toSeconds(),
                field("spec.volunteers.jobLifetimeSeconds", "COMPILEFARM_JOB_LIFETIME_SECONDS")));
  }

  /**
   * Its compiler was killed for want of memory, though it was alone.
   *
   * @param bytes the memory limit of a volunteer; empty where it is not known
   */
  public Refusal outOfMemory(OptionalLong bytes) {
    String limit = bytes.isPresent() ? shownBytes(bytes.getAsLong()) : "";
    return new Refusal(
        Outcome.OUT_OF_MEMORY,
        limit,
        limit.isEmpty()
            ? "this job needs more memory than a volunteer has; raise "
                + field("spec.volunteers.resources.limits.memory", "it")
            : "this job needs more than %s, the memory limit of a volunteer; raise %s"
                .formatted(limit, field("spec.volunteers.resources.limits.memory", "it")));
  }

  /** The volunteer has not found a file, and its reply, which the client gets, says which. */
  public Refusal fileOfTheClient() {
    return new Refusal(
        Outcome.NOT_DISTRIBUTABLE,
        "file of the client",
        "this job needs a file that volunteers of %s do not have, by .incbin or an option;"
                .formatted(shownFarm())
            + " compile it where the file is");
  }

  private static Refusal tooLarge(String about, String sentence) {
    return new Refusal(Outcome.TOO_LARGE, about, sentence);
  }

  private String field(String ofFarm, String ofDispatcher) {
    return farm.isPresent() ? ofFarm : ofDispatcher;
  }

  private String shownFarm() {
    return farm.map(name -> "farm " + name).orElse("this farm");
  }

  /** Rounded up, so that what is too large is never shown as large as its limit. */
  private static String shownBytes(long bytes) {
    return (bytes + MIB - 1) / MIB + " MiB";
  }

  /** The short ones first: they are what people type. */
  private static String shown(KnownCompilers known) {
    List<String> names =
        known
            .names()
            .map(CompilerName::shown)
            .sorted(
                Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
            .toList();
    String first = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
    int others = names.size() - NAMES_SHOWN;
    return others > 0 ? "%s and %d other names".formatted(first, others) : first;
  }
}
