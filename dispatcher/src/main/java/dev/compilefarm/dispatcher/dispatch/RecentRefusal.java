package dev.compilefarm.dispatcher.dispatch;

/**
 * What the farm refused lately, and how often.
 *
 * @param about as in {@link Refusal}
 * @param compiler as the clients wrote it, without what a terminal would obey
 * @param requestBytes the longest request among them, as far as it was read or announced
 * @param jobs that were refused for this, at least one
 * @param sentence what the latest client was told
 */
public record RecentRefusal(
    Outcome outcome,
    String about,
    String compiler,
    long requestBytes,
    long jobs,
    String sentence) {}
