package dev.compilefarm.dispatcher.dispatch;

/**
 * A job as it stood at one moment. Never arguments or source.
 *
 * @param startedAtNanos first start; 0 before. All three times are of the dispatcher's clock
 * @param startOrder this job was the n-th of all to start; 0 before
 * @param volunteer the name of the last volunteer that it was given to; null before
 * @param attempts times that it was sent to a volunteer
 * @param outcome null until it ended
 */
public record JobRecord(
    long id,
    String tenant,
    String compiler,
    long requestBytes,
    long replyBytes,
    long queuedAtNanos,
    long startedAtNanos,
    long endedAtNanos,
    long startOrder,
    String volunteer,
    int attempts,
    JobState state,
    Outcome outcome) {}
