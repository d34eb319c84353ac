package dev.compilefarm.dispatcher.blame;

import dev.compilefarm.dispatcher.volunteer.Tried;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where one job failed, and what is known of each failure. One object a job; only {@link Blame}
 * changes it.
 */
public final class Failures {
  /** So many failures that are the request's, or may turn out to be, are enough to wait for. */
  static final int WITNESSES = 2;

  private final Map<String, Judgement> at = new LinkedHashMap<>();
  private final Map<String, Integer> deaths = new HashMap<>();
  private final Set<String> complaints = new HashSet<>();
  private boolean complainedEarlier;
  private Set<String> killedAt = Set.of();
  private int earlierWells;
  private boolean triedAgain;
  private Tried tried = Tried.NOBODY;

  enum Judgement {
    /** Nobody knows yet. */
    OPEN,
    /** The volunteer compiles, so the request is to blame. */
    WELL,
    /** The volunteer lacks the job's compiler. */
    LACKS,
    /** The volunteer compiles nothing. */
    FAILING
  }

  /** Where the job may not run. */
  public Tried tried() {
    return tried;
  }

  /** Whether it failed at a volunteer that is well, as far as is known by now. */
  public boolean hasWitness() {
    return wells() > 0;
  }

  /**
   * Whether a volunteer replied that it cannot compile it, and that volunteer was not found to
   * compile nothing, as far as is known by now. The next such reply is the answer.
   */
  public boolean hasComplaint() {
    return complainedEarlier
        || complaints.stream().anyMatch(volunteer -> at.get(volunteer) != Judgement.FAILING);
  }

  boolean isEmpty() {
    return at.isEmpty();
  }

  /** Names of the volunteers that failed it. */
  public Set<String> volunteers() {
    return at.keySet();
  }

  void judge(String volunteer, Judgement judgement) {
    at.put(volunteer, judgement);
    changed();
  }

  /** This volunteer replied that it cannot compile it: a crash, or no room for a file. */
  void complained(String volunteer) {
    complaints.add(volunteer);
  }

  /** Whether it has to run once more before it is known whether such a reply is the answer. */
  boolean isOwedAnAnswer() {
    return !complainedEarlier && hasComplaint();
  }

  void forget(String volunteer) {
    complaints.remove(volunteer);
    if (at.remove(volunteer) != null) {
      changed();
    }
  }

  /** The volunteer ended while the job ran there; that the job was the cause is possible. */
  void died(String volunteer) {
    deaths.merge(volunteer, 1, Integer::sum);
    forget(volunteer);
  }

  /** Its compiler was killed there for want of memory: no failure, but it may prove something. */
  void killed(String volunteer) {
    Set<String> more = new LinkedHashSet<>(killedAt);
    more.add(volunteer);
    killedAt = more;
  }

  /** Names of the volunteers at which its compiler was killed for want of memory. */
  Set<String> killedAt() {
    return killedAt;
  }

  /** It may run again where it failed; what that has shown counts on. */
  void tryAgain() {
    earlierWells = wells();
    complainedEarlier = hasComplaint();
    complaints.clear();
    triedAgain = true;
    at.clear();
    changed();
  }

  boolean hasTriedAgain() {
    return triedAgain;
  }

  /** How often it failed at a volunteer that is well. */
  int wells() {
    return earlierWells + count(Judgement.WELL);
  }

  Map<String, Integer> deaths() {
    return deaths;
  }

  int count(Judgement judgement) {
    int count = 0;
    for (Judgement of : at.values()) {
      count += of == judgement ? 1 : 0;
    }
    return count;
  }

  private void changed() {
    int open = count(Judgement.OPEN);
    if (open > 0 && open + wells() >= WITNESSES) {
      tried = Tried.HELD;
    } else {
      tried = at.isEmpty() ? Tried.NOBODY : new Tried(at.keySet(), false);
    }
  }
}
