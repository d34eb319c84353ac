package dev.compilefarm.dispatcher.liveness;

import dev.compilefarm.dispatcher.transport.PortAnswer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the answers of ports mean. A refusal is proof at once. A silence may be a lost packet, our
 * own network or a vanished host, so it takes {@link #SILENCES} in a row. A silence counts only
 * while most others that were asked answer: else it is us or the network, and no volunteer is to
 * blame. What we could not ask changes no count. Not thread-safe.
 *
 * <p>Where one question in a hundred is lost, and losses are independent, three in a row are lost
 * once in a million rounds of one volunteer.
 */
final class PortVerdicts {
  /** So many silences in a row, each of which counts, prove that a volunteer is gone. */
  static final int SILENCES = 3;

  private final Map<String, Asked> busy = new HashMap<>();
  private int answering;
  private int troubled;

  /** What follows from an answer. */
  enum Verdict {
    /** Nothing; the next round asks again. */
    NONE,
    /** It may be gone; ask again without delay. */
    ASK_AGAIN,
    /** Nobody listens there any more. */
    DESERTED
  }

  /** These volunteers run jobs now. All others are forgotten. */
  void busy(Collection<String> volunteers) {
    busy.keySet().retainAll(volunteers);
    volunteers.forEach(volunteer -> busy.computeIfAbsent(volunteer, _ -> new Asked()));
    answering = 0;
    troubled = 0;
    busy.values().forEach(asked -> count(asked.latest, 1));
  }

  /** A volunteer's port gave this answer. */
  Verdict answered(String volunteer, PortAnswer answer) {
    Asked asked = busy.get(volunteer);
    if (asked == null) {
      return Verdict.NONE;
    }
    count(asked.latest, -1);
    asked.latest = Latest.of(answer);
    count(asked.latest, 1);
    return switch (answer) {
      case LISTENS -> well(asked);
      case REFUSED -> Verdict.DESERTED;
      case SILENT -> silent(asked);
      case UNKNOWN -> Verdict.NONE;
    };
  }

  /**
   * Whether more busy volunteers are silent or could not be asked than answer. A lone volunteer
   * that is silent is such a case too: nobody is there to compare it with.
   */
  boolean isTrouble() {
    return troubled > answering;
  }

  private static Verdict well(Asked asked) {
    asked.silences = 0;
    return Verdict.NONE;
  }

  private Verdict silent(Asked asked) {
    if (isTrouble()) {
      asked.silences = 0;
      return Verdict.NONE;
    }
    asked.silences++;
    return asked.silences < SILENCES ? Verdict.ASK_AGAIN : Verdict.DESERTED;
  }

  private void count(Latest latest, int change) {
    switch (latest) {
      case ANSWERS -> answering += change;
      case TROUBLED -> troubled += change;
      case NOTHING_YET -> {
        // It speaks neither for the network nor against it.
      }
    }
  }

  private enum Latest {
    NOTHING_YET,
    ANSWERS,
    TROUBLED;

    static Latest of(PortAnswer answer) {
      return switch (answer) {
        case LISTENS, REFUSED -> ANSWERS;
        case SILENT, UNKNOWN -> TROUBLED;
      };
    }
  }

  private static final class Asked {
    private Latest latest = Latest.NOTHING_YET;
    private int silences;
  }
}
