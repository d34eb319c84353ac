package dev.compilefarm.bench.load.ideal;

import java.util.Comparator;

/** Whose waiting job gets a free slot. */
public enum Turns {
  /** The job that was issued first, whoever issued it. */
  FIRST_COME,

  /**
   * The first job of the user with the fewest running ones, of equals the one served longest ago:
   * max-min fair shares of the slots, as far as compiles that cannot be moved allow it.
   */
  FAIR_SHARES;

  /** Of two users with waiting jobs, the one whose turn it is comes first. */
  Comparator<UserLine> order() {
    return switch (this) {
      case FIRST_COME -> Comparator.comparingLong(UserLine::oldestTicket);
      case FAIR_SHARES ->
          Comparator.comparingInt(UserLine::running).thenComparingLong(UserLine::lastServedTicket);
    };
  }
}
