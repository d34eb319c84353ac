package dev.compilefarm.dispatcher.blame;

/** What came of asking a volunteer to compile one line. */
public enum CanaryAnswer {
  /** The first compiler that was asked for has compiled it; or it listens, where none was named. */
  WELL,
  /** The first one has not, another one has. */
  LACKS,
  /** It took the connection, and nothing was compiled. */
  FAILS,
  /**
   * It hangs up before it has read anything, whatever is asked for: this dispatcher's address is
   * not on its allow list, or it cannot write its temporary files.
   */
  READS_NOTHING,
  /** Nobody listens there. */
  REFUSED,
  /** It did not answer in time. */
  SILENT,
  /** It could not be asked, for a reason of our own. */
  UNKNOWN
}
