package dev.compilefarm.dispatcher.dispatch;

import java.time.Duration;

/**
 * What the queue holds.
 *
 * @param queuedJobs most jobs waiting
 * @param longestWait most time of one job from its arrival to its first start, and of a replayed
 *     one from the end of its last attempt to the next
 * @param failures so many failed attempts at volunteers that are still the farm's end a job
 * @param attempts most times that one request is sent to a volunteer, whatever became of that one
 * @param feedAfter how long a client that is held has seen nothing when it is given one more byte
 *     of the reply's prefix
 */
public record QueueLimits(
    int queuedJobs, Duration longestWait, int failures, int attempts, Duration feedAfter) {}
