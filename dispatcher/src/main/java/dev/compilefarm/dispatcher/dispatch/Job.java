package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.Accused;
import dev.compilefarm.dispatcher.blame.Failures;
import dev.compilefarm.dispatcher.history.JobKind;
import dev.compilefarm.dispatcher.patience.Held;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Places;
import dev.compilefarm.dispatcher.volunteer.Tried;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One compile that a client asked for. What it is never changes; how far it is belongs to {@link
 * DispatchCore} alone.
 */
public final class Job implements Accused {
  final String tenant;
  final int protocol;
  final long requestBytes;
  final JobListener listener;

  /** How long its client is patient, for {@code patience}. */
  final Held held = new Held();

  long id;
  JobState state = JobState.QUEUED;
  JobTimes times = JobTimes.queuedAt(0);
  Tries tries = Tries.NONE;

  /** While it is RUNNING. */
  Optional<Run> run = Optional.empty();

  OptionalLong replyBytes = OptionalLong.empty();
  Optional<Outcome> outcome = Optional.empty();

  /** Why it was refused, or how it ends when its client has the reply. */
  Refusal refusal = Refusal.of(Outcome.DONE);

  /** Since when it waits: its arrival, or the end of the last attempt that counted. */
  long waitsSinceNanos;

  /** Times that distccd ended it, since it took too long. */
  int timesTooLong;

  /** Whether it came plain, and its tenant's jobs came by pump before. */
  boolean fellBack;

  /** Whether it runs nowhere until it is known why its volunteer broke off. */
  boolean awaitsInquest;

  /** Its need of memory. */
  final Appetite appetite = new Appetite();

  /** What it is the same as in the next build; empty where its source has no name. */
  final Optional<JobKind> kind;

  final Needs needs;

  /** What its client is told where no volunteer does the checks that it needs; empty with none. */
  final Optional<Refusal> unchecked;

  private final String compiler;
  private Set<Optional<Toolchain>> lacking = Set.of();
  private Places places = Places.ALL;
  private final Failures failures = new Failures();

  /**
   * A job that is not known to any dispatcher yet.
   *
   * @param tenant whose jobs share a turn in the queue
   * @param needs its compiler as sent, and what distccd must check; records have the beginning of a
   *     very long compiler
   * @param protocol 1, 2 or 3, as in the request
   * @param source the name of its source file, as far as the request tells
   * @param requestBytes length of the whole request
   * @param unchecked what its client is told where no volunteer does these checks; empty where it
   *     needs none
   */
  public Job(
      String tenant,
      Needs needs,
      int protocol,
      Optional<String> source,
      long requestBytes,
      JobListener listener,
      Optional<Refusal> unchecked) {
    String compiler = needs.compiler();
    this.tenant = tenant;
    this.needs = needs;
    this.protocol = protocol;
    this.unchecked = unchecked;
    this.compiler = compiler.substring(0, Math.min(compiler.length(), COMPILER_LENGTH_MAX));
    this.requestBytes = requestBytes;
    this.listener = listener;
    this.kind = source.map(name -> new JobKind(tenant, name, requestBytes));
  }

  /** One that any distccd does, sent in plain mode without compression. */
  public Job(
      String tenant,
      String compiler,
      Optional<String> source,
      long requestBytes,
      JobListener listener) {
    this(tenant, Needs.of(compiler), 1, source, requestBytes, listener, Optional.empty());
  }

  /** One that any distccd does, and whose source has no name. */
  public Job(String tenant, String compiler, long requestBytes, JobListener listener) {
    this(tenant, compiler, Optional.empty(), requestBytes, listener);
  }

  @Override
  public String compiler() {
    return compiler;
  }

  @Override
  public Set<Optional<Toolchain>> lacking() {
    return lacking;
  }

  /** Other volunteers are there, or they have told something else; true where that changes it. */
  boolean isLackedBy(Set<Optional<Toolchain>> now) {
    boolean changes = !now.equals(lacking);
    lacking = changes ? now : lacking;
    return changes;
  }

  /** Where it may run. */
  Places places() {
    Tried tried = awaitsInquest ? Tried.HELD : failures.tried();
    boolean alone = appetite.needsAlone();
    if (lacking.isEmpty() && tried.equals(Tried.NOBODY) && !alone) {
      return Places.ALL;
    }
    boolean isTheSame =
        places.tried().equals(tried) && places.lacking().equals(lacking) && places.alone() == alone;
    places = isTheSame ? places : new Places(lacking, tried, alone);
    return places;
  }

  @Override
  public Failures failures() {
    return failures;
  }

  boolean runsAt(String volunteer) {
    return run.isPresent() && run.get().volunteer().equals(volunteer);
  }

  JobRecord record() {
    return new JobRecord(
        id,
        tenant,
        compiler,
        protocol,
        requestBytes,
        replyBytes,
        times,
        tries.order(),
        tries.last(),
        tries.attempts(),
        state,
        outcome,
        fellBack,
        refusal.about(),
        refusal.sentence());
  }
}
