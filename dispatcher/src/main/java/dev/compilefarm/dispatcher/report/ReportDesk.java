package dev.compilefarm.dispatcher.report;

import dev.compilefarm.dispatcher.discovery.Discovery;
import dev.compilefarm.dispatcher.discovery.ReportObserver;
import dev.compilefarm.dispatcher.discovery.ReportVerdict;
import dev.compilefarm.dispatcher.report.RateLimit.Allowance;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Takes volunteers' reports, whichever port they come in at, and looks at a bounded number of them:
 * anybody may send some. Thread-safe; does not block but for a moment.
 */
public final class ReportDesk {
  /** Known to the pod itself and to those who may read pods. */
  public static final String UID_HEADER = "Compilefarm-Pod-Uid";

  public static final String UID_MISSING =
      "the header " + UID_HEADER + " is missing; it must be the pod's UID";

  /** For who came too often. */
  public static final String RETRY_AFTER_SECONDS = "1";

  /** Who comes too often is kept waiting, and cannot come again meanwhile. */
  public static final Duration DELAY_OF_TOO_MANY = Duration.ofMillis(500);

  /** The API has none that are longer. */
  private static final int NAME_MAX = 253;

  private static final int UID_MAX = 128;

  /** A thousand volunteers that start together may ask twice at once. */
  private static final Allowance OF_ALL = new Allowance(500, 2_000);

  /** A volunteer that is not known yet asks again up to twenty times a second for three seconds. */
  private static final Allowance OF_ADDRESS = new Allowance(20, 60);

  private final Discovery discovery;
  private final ReportObserver observer;
  private final LongSupplier nanoClock;
  private final RateLimit limit;

  /**
   * The one desk of the process.
   *
   * @param seed a random number that nobody knows
   */
  public ReportDesk(
      Discovery discovery, ReportObserver observer, LongSupplier nanoClock, int seed) {
    this.discovery = discovery;
    this.observer = observer;
    this.nanoClock = nanoClock;
    this.limit = new RateLimit(OF_ALL, OF_ADDRESS, seed, nanoClock.getAsLong());
  }

  /**
   * Takes a report or says why not.
   *
   * @param body what the volunteer says of its compilers, as it came; empty where it says nothing
   */
  public ReportAnswer take(String pod, String uid, InetAddress address, byte[] body) {
    ReportAnswer answer = answer(pod, uid, address, body);
    observer.reported(answer.verdict());
    return answer;
  }

  /** The HTTP status that says so. */
  public static int status(ReportVerdict verdict) {
    return switch (verdict) {
      case TAKEN -> 204;
      case UNKNOWN_POD, OTHER_UID, LEAVING, OTHER_ADDRESS -> 404;
      case REPEATED, OVERRULED -> 409;
      case UNREADABLE -> 400;
      case TOO_MANY -> 429;
    };
  }

  /** A body is read only of a volunteer that is known: strangers shall cost next to nothing. */
  private ReportAnswer answer(String pod, String uid, InetAddress address, byte[] body) {
    Optional<ReportVerdict> refusal = refusal(pod, uid, address);
    if (refusal.isPresent()) {
      return ReportAnswer.of(refusal.get());
    }
    try {
      return ReportAnswer.of(discovery.listens(pod, uid, address, ReportBody.read(body)));
    } catch (IllegalArgumentException e) {
      return new ReportAnswer(ReportVerdict.UNREADABLE, e.getMessage());
    }
  }

  private Optional<ReportVerdict> refusal(String pod, String uid, InetAddress address) {
    if (!limit.allows(address, nanoClock.getAsLong())) {
      return Optional.of(ReportVerdict.TOO_MANY);
    }
    if (pod.length() > NAME_MAX) {
      return Optional.of(ReportVerdict.UNKNOWN_POD);
    }
    return uid.length() > UID_MAX
        ? Optional.of(ReportVerdict.OTHER_UID)
        : discovery.refusal(pod, uid, address);
  }
}
