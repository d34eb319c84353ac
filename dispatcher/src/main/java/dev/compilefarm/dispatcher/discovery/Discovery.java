package dev.compilefarm.dispatcher.discovery;

/** A source of volunteers, which keeps the dispatcher's list of them right. Thread-safe. */
public interface Discovery extends AutoCloseable {

  /** Whether the list is complete, if perhaps a moment old. */
  boolean inSync();

  /**
   * A volunteer says that its distccd listens, which is news until the API says so.
   *
   * @param pod its name
   * @param uid its UID, which only the pod itself and who may read pods know
   * @param address where the report came from
   */
  ReportVerdict listens(String pod, String uid, String address);

  /** Lets time pass; to be called about once a second. */
  void tick();

  @Override
  void close();
}
