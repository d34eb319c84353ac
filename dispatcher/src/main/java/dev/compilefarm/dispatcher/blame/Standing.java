package dev.compilefarm.dispatcher.blame;

import dev.compilefarm.dispatcher.volunteer.Trouble;
import dev.compilefarm.dispatcher.volunteer.Trust;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What is held against one volunteer. Mutable; only {@link Blame} changes it. */
final class Standing<J extends Accused> {
  private static final long ASIDE_FIRST_NANOS = Duration.ofMillis(500).toNanos();
  private static final long ASIDE_MAX_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int DOUBLINGS_MAX = 10;

  /** Of the time, a canary takes one part of so many. */
  private static final int ASKING_SHARE = 20;

  private static final long ASK_AGAIN_MIN_NANOS = Duration.ofMillis(200).toNanos();
  private static final long ASK_AGAIN_MAX_NANOS = Duration.ofSeconds(5).toNanos();

  /** A canary that nobody answers for has been lost; its own limits are shorter. */
  private static final long LOST_NANOS = Duration.ofSeconds(60).toNanos();

  final String volunteer;

  /** Jobs that failed here since the canary was sent, or since ever. */
  final Set<J> open = new LinkedHashSet<>();

  /** Jobs that the canary on its way will judge. */
  final Set<J> asked = new LinkedHashSet<>();

  /** Jobs that failed here and were told that it is not their fault. */
  final Set<J> failing = new LinkedHashSet<>();

  /** The compiler of the job that failed here last. */
  Optional<String> suspected = Optional.empty();

  /** The compiler that compiled here last. */
  Optional<String> ran = Optional.empty();

  Optional<CanaryQuestion> question = Optional.empty();

  /** Whether something failed here that no canary has judged. */
  boolean wantsCanary;

  /** Whether it failed a canary when no compiler was known that it could have been asked for. */
  boolean isUnproved;

  /** Whether its temporary directory did not take a file, and it has done no job since. */
  boolean isDiskFull;

  /** Jobs done elsewhere after they had failed here, since it has done one itself. */
  int proofs;

  private boolean wasAskedAside;
  private Optional<Trust> aside = Optional.empty();
  private int timesAside;
  private long asideUntilNanos;
  private long askedAtNanos;
  private long askAgainAtNanos;

  /** The same while it is set aside: it runs nothing that a canary could disturb. */
  private long askAsideAgainAtNanos;

  Standing(String volunteer, long nowNanos) {
    this.volunteer = volunteer;
    this.askAgainAtNanos = nowNanos;
  }

  Trust trust() {
    if (aside.isPresent()) {
      return aside.get();
    }
    if (question.isPresent()) {
      return Trust.ASKED;
    }
    if (isDiskFull && wantsCanary) {
      return Trust.ASKED;
    }
    return wantsCanary || isUnproved || !open.isEmpty() ? Trust.SUSPECT : Trust.TRUSTED;
  }

  /** Why it is set aside, where that is known. */
  Optional<Trouble> trouble() {
    return isDiskFull ? Optional.of(Trouble.TMPDIR_FULL) : Optional.empty();
  }

  boolean isAside() {
    return aside.isPresent();
  }

  /** A pause that is not over does not grow: nobody has seen yet whether it was long enough. */
  void setAside(Trust why, long nowNanos) {
    boolean isPausing = isAside() && asideUntilNanos - nowNanos > 0;
    aside = Optional.of(why);
    askAsideAgainAtNanos = nowNanos + ASIDE_FIRST_NANOS;
    if (isPausing) {
      return;
    }
    long pause = ASIDE_FIRST_NANOS << Math.min(timesAside, DOUBLINGS_MAX);
    timesAside++;
    asideUntilNanos = nowNanos + Math.min(pause, ASIDE_MAX_NANOS);
  }

  /** Others have come back, so what kept all of them away may be over: it is asked soon. */
  void hurry(long nowNanos) {
    long soonNanos = nowNanos + ASIDE_FIRST_NANOS;
    if (isAside() && asideUntilNanos - soonNanos > 0) {
      asideUntilNanos = soonNanos;
    }
  }

  /**
   * It compiles, so it gets jobs again; what was held against it before counts on. Where it was set
   * aside after it had been asked, the answer speaks of the time before.
   */
  void bringBack() {
    if (wasAskedAside) {
      aside = Optional.empty();
    }
  }

  /** It has done a job. */
  void restore() {
    aside = Optional.empty();
    timesAside = 0;
    proofs = 0;
    isUnproved = false;
    isDiskFull = false;
  }

  void ask(CanaryQuestion canary, long nowNanos) {
    wasAskedAside = isAside();
    question = Optional.of(canary);
    askedAtNanos = nowNanos;
    wantsCanary = false;
    isUnproved = false;
  }

  void answered(long nowNanos) {
    question = Optional.empty();
    long pause = ASKING_SHARE * (nowNanos - askedAtNanos);
    askAgainAtNanos = nowNanos + Math.clamp(pause, ASK_AGAIN_MIN_NANOS, ASK_AGAIN_MAX_NANOS);
    askAsideAgainAtNanos = nowNanos + ASK_AGAIN_MIN_NANOS;
  }

  /** Where it failed for want of a known compiler: now there is one. */
  void askAtOnce(long nowNanos) {
    if (isUnproved) {
      wantsCanary = true;
      askAgainAtNanos = nowNanos;
    }
  }

  /** Whether something is to be done about it at some time. */
  boolean isScheduled() {
    return question.isPresent() || isAside() || wantsCanary || !open.isEmpty();
  }

  /** When that is. */
  long dueAtNanos(boolean someoneIsReady) {
    if (question.isPresent()) {
      return askedAtNanos + LOST_NANOS;
    }
    if (!isAside()) {
      return askAgainAtNanos;
    }
    boolean mayPause = someoneIsReady && asideUntilNanos - askAsideAgainAtNanos > 0;
    return mayPause ? asideUntilNanos : askAsideAgainAtNanos;
  }
}
