package dev.compilefarm.dispatcher.dispatch;

/** Told of every job that has ended. Called on any thread, never under the lock; must not block. */
public interface JobObserver {

  void ended(JobRecord job);
}
