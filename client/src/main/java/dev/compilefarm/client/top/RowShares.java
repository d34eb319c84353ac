package dev.compilefarm.client.top;

/**
 * Rows for two lists that share a screen. Each has a right to one half; what one list does not need
 * the other may have.
 */
record RowShares(int first, int second) {
  /**
   * Shares out.
   *
   * @param room rows that there are
   * @param first rows that the first list would take
   * @param second rows that the second list would take
   */
  static RowShares of(int room, int first, int second) {
    int rows = Math.max(0, room);
    int half = rows - rows / 2;
    int firsts = Math.min(first, Math.max(half, rows - second));
    return new RowShares(firsts, Math.min(second, rows - firsts));
  }
}
