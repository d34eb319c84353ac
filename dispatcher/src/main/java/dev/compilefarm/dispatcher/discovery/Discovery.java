package dev.compilefarm.dispatcher.discovery;

import java.net.InetAddress;
import java.time.Duration;

/** A source of volunteers, which keeps the dispatcher's list of them right. Thread-safe. */
public interface Discovery extends AutoCloseable {

  /**
   * Whether there ever was a whole list. It may be old: jobs are better off with it than without.
   */
  boolean isComplete();

  /** How long ago the source last confirmed the list; since the start where it never did. */
  Duration age();

  /**
   * A volunteer says that its distccd listens, which is news until the API says so.
   *
   * @param pod its name
   * @param uid its UID, which only the pod itself and who may read pods know
   * @param address where the report came from
   */
  ReportVerdict listens(String pod, String uid, InetAddress address);

  /** Lets time pass; to be called about once a second. Never waits for the source. */
  void tick();

  @Override
  void close();
}
