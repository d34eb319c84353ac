package dev.compilefarm.dispatcher.dispatch;

import java.time.Duration;

/**
 * What the queue holds.
 *
 * @param queuedJobs most jobs waiting
 * @param longestWait most time of one job from its arrival to its first start
 * @param attempts most times that one request is sent to a volunteer that then breaks off
 */
public record QueueLimits(int queuedJobs, Duration longestWait, int attempts) {}
