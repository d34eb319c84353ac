package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** A source of volunteers, which keeps the dispatcher's list of them right. Thread-safe. */
public interface Discovery extends AutoCloseable {

  /**
   * Whether there ever was a whole list. It may be old: jobs are better off with it than without.
   */
  boolean isComplete();

  /** How long ago the source last confirmed the list; since the start where it never did. */
  Duration age();

  /**
   * Why a report of this volunteer cannot be believed, whatever it says; cheap, for strangers ask.
   *
   * @param pod its name
   * @param uid the UID that it gives
   * @param address where the report comes from
   */
  Optional<ReportVerdict> refusal(String pod, String uid, InetAddress address);

  /**
   * A volunteer says that its distccd listens, which is news until the API says so. What it says of
   * its compilers counts as long as the pod exists, or until it says something else.
   *
   * @param pod its name
   * @param uid its UID, which only the pod itself and who may read pods know
   * @param address where the report came from
   * @param toolchain its compilers; empty where it does not say
   */
  ReportVerdict listens(String pod, String uid, InetAddress address, Optional<Toolchain> toolchain);

  /** Lets time pass; to be called about once a second. Never waits for the source. */
  void tick();

  @Override
  void close();
}
