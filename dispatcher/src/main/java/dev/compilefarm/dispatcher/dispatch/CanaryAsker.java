package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.CanaryQuestion;

/**
 * Sends canaries. Called on any thread, never under the dispatcher's lock; must not block. The
 * answer comes back by {@link Dispatch#answered(CanaryQuestion,
 * dev.compilefarm.dispatcher.blame.CanaryAnswer)}, or never.
 */
public interface CanaryAsker {

  void ask(CanaryQuestion question);
}
