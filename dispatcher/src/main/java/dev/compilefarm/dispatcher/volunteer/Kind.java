package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.util.Optional;
import java.util.Set;

/**
 * The volunteers with one toolchain, or all that have not told theirs. Mutable; only {@link
 * VolunteerPool} changes it.
 */
final class Kind {
  final Optional<Toolchain> toolchain;
  final FreeSlots free = new FreeSlots();

  /** Volunteers of this kind. */
  int members;

  /** Those of them that are not about to leave. */
  int staying;

  /** Those that discovery calls ready. */
  int available;

  /** Those that discovery calls ready and that are set aside as failing. */
  int failing;

  /** Those that take jobs. */
  int ready;

  /** Those that take jobs and are being asked whether they compile. */
  int readyAndAsked;

  Kind(Optional<Toolchain> toolchain) {
    this.toolchain = toolchain;
  }

  /** Whether it may do a job that these cannot do. */
  boolean mayDo(Set<Optional<Toolchain>> lacking) {
    return !lacking.contains(toolchain);
  }

  /** Whether it has told, and some of it stays. */
  boolean isKnownToStay() {
    return toolchain.isPresent() && staying > 0;
  }

  /** Whether what it can do is known, or is found out as it is given a job. */
  boolean counts() {
    return toolchain.isPresent() ? staying > 0 : available > 0;
  }

  void add(Member member) {
    free.add(member);
    count(member, 1);
  }

  /** To be called before anything of the member changes. */
  void remove(Member member) {
    free.remove(member);
    count(member, -1);
  }

  private void count(Member member, int by) {
    members += by;
    staying += member.isStaying() ? by : 0;
    available += member.isAvailable() ? by : 0;
    failing += member.isFailing() ? by : 0;
    ready += member.isReady() ? by : 0;
    readyAndAsked += member.isReady() && member.isAsked() ? by : 0;
  }
}
