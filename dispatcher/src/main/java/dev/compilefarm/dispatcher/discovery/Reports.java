package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What volunteers said of themselves before the API did. A report counts until the API calls its
 * pod Ready, from when on the API alone rules, or for ten seconds. Pure; not thread-safe. Times are
 * nanoseconds of one monotonic clock, the caller's.
 */
final class Reports {
  /** So long the kubelet may need to say the same; usually it is half a second. */
  static final Duration COUNTS = Duration.ofSeconds(10);

  private Map<String, Report> byUid = new HashMap<>();

  /**
   * A volunteer said that it listens.
   *
   * @param address where the report came from
   */
  record Report(String address, long takenAtNanos) {
    boolean countsAt(long nowNanos) {
      return nowNanos - takenAtNanos < COUNTS.toNanos();
    }
  }

  /**
   * Takes a report or says why not.
   *
   * @param pod the one of the name that the report gives, as the API tells of it
   */
  ReportVerdict take(Optional<Pod> pod, String uid, String address, long nowNanos) {
    if (pod.isEmpty()) {
      return ReportVerdict.UNKNOWN_POD;
    }
    if (!uid.equals(pod.get().getMetadata().getUid())) {
      return ReportVerdict.OTHER_UID;
    }
    if (PodVolunteer.isLeaving(pod.get())) {
      return ReportVerdict.LEAVING;
    }
    List<String> known = PodVolunteer.addresses(pod.get());
    if (!known.isEmpty() && !known.contains(address)) {
      return ReportVerdict.OTHER_ADDRESS;
    }
    byUid.put(uid, new Report(address, nowNanos));
    return ReportVerdict.TAKEN;
  }

  /** The volunteers among these pods, by what is known now; forgets reports that say no more. */
  List<Volunteer> volunteers(Collection<Pod> pods, long nowNanos) {
    Map<String, Report> kept = new HashMap<>();
    List<Volunteer> volunteers = new ArrayList<>();
    for (Pod pod : pods) {
      Optional<Report> report =
          Optional.ofNullable(byUid.get(pod.getMetadata().getUid()))
              .filter(known -> saysMoreThan(pod, known, nowNanos));
      report.ifPresent(known -> kept.put(pod.getMetadata().getUid(), known));
      PodVolunteer.of(pod, report, nowNanos).ifPresent(volunteers::add);
    }
    byUid = kept;
    return volunteers;
  }

  /** Whether time alone may change what {@link #volunteers} says. */
  boolean areWaiting() {
    return !byUid.isEmpty();
  }

  /** Without an address from the API, an old report still tells where jobs run that were begun. */
  private static boolean saysMoreThan(Pod pod, Report report, long nowNanos) {
    List<String> known = PodVolunteer.addresses(pod);
    boolean counts = known.contains(report.address()) && report.countsAt(nowNanos);
    return !PodVolunteer.isReady(pod) && (known.isEmpty() || counts);
  }
}
