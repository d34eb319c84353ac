package dev.compilefarm.dispatcher.canary;

/** What came of a canary. */
public enum CanaryAnswer {
  /** It compiled with the first compiler; asked for none, it listens. */
  WELL,
  /** It did not compile with the first compiler, and did with the second. */
  LACKS,
  /** It took the connections, and compiled with none of the compilers that it was asked for. */
  FAILS,
  /** Nobody listens, or no way leads there. */
  REFUSED,
  /** It took no connection in time, or sent no whole reply in time. */
  SILENT,
  /** Trouble of our own, such as no free descriptor: it says nothing of the volunteer. */
  UNKNOWN
}
