package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.Volunteer;

/**
 * Who holds a job's connection and does what was decided. Called on any thread, never under the
 * dispatcher's lock; the methods must not block. A call may come after the job has ended: then
 * there is nothing to do.
 */
public interface JobListener {

  /**
   * Send the request to this volunteer, a slot of which is the job's from now on.
   *
   * @param number this start is the job's first, second...
   */
  void start(Volunteer volunteer, int number);

  /**
   * The volunteer of the job's start with this number is gone: stop waiting for its reply. Calls
   * may overtake each other, so this one may come before that start, or after the next one.
   */
  void breakOff(int number);

  /**
   * Keep the client patient: it shall have had this many bytes of the reply's prefix by now, one
   * more than last time.
   */
  void feed(int bytes);

  /** Close the client's connection, after a word where one is due; the job has ended. */
  void sendHome(Refusal refusal);
}
