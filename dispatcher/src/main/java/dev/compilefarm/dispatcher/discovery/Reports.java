package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What volunteers said of themselves before the API did. A pod has one report: it counts until the
 * API calls the pod Ready, from when on the API alone rules, or for ten seconds. Else whoever runs
 * code on a volunteer could keep it READY against the API's word. What a pod said of its compilers
 * counts as long as it exists, and the newest counts. What is remembered is of pods that exist. Of
 * different lists of compilers {@value #TOOLCHAINS_MAX} at most are kept: a pod that tells one more
 * is as one that does not say what it has. Pure; not thread-safe. Times are nanoseconds of one
 * monotonic clock, the caller's.
 */
final class Reports {
  /** So long the kubelet may need to say the same; usually it is half a second. */
  static final Duration COUNTS = Duration.ofSeconds(10);

  /** Volunteers of one farm have one or two; each may take some 200 KB of memory. */
  static final int TOOLCHAINS_MAX = 64;

  private Map<String, Report> byUid = new HashMap<>();

  /** UIDs of pods that have reported. */
  private final Set<String> reported = new HashSet<>();

  /** What pods have, by their UIDs; equal ones are one object. */
  private final Map<String, Toolchain> toolchains = new HashMap<>();

  /** UIDs of pods that the API has called Ready. */
  private final Set<String> calledReady = new HashSet<>();

  /**
   * A volunteer said that it listens.
   *
   * @param address where the report came from
   */
  record Report(InetAddress address, long takenAtNanos) {
    boolean countsAt(long nowNanos) {
      return nowNanos - takenAtNanos < COUNTS.toNanos();
    }
  }

  /**
   * Takes a report or says why not.
   *
   * @param pod the one of the name that the report gives, as the API tells of it
   */
  ReportVerdict take(Optional<VolunteerPod> pod, String uid, InetAddress address, long nowNanos) {
    Optional<ReportVerdict> refusal = refusal(pod, uid, address);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!reported.add(uid)) {
      return ReportVerdict.REPEATED;
    }
    if (calledReady.contains(uid) && !pod.orElseThrow().ready()) {
      return ReportVerdict.OVERRULED;
    }
    byUid.put(uid, new Report(address, nowNanos));
    return ReportVerdict.TAKEN;
  }

  /**
   * Notes what a pod has, where its word can be believed.
   *
   * @return whether that is news
   */
  boolean tell(Optional<VolunteerPod> pod, String uid, InetAddress address, Toolchain toolchain) {
    if (refusal(pod, uid, address).isPresent() || toolchain.equals(toolchains.get(uid))) {
      return false;
    }
    Toolchain before = toolchains.remove(uid);
    Map<Toolchain, Toolchain> distinct = new HashMap<>();
    toolchains.values().forEach(known -> distinct.put(known, known));
    if (distinct.size() < TOOLCHAINS_MAX || distinct.containsKey(toolchain)) {
      toolchains.put(uid, distinct.getOrDefault(toolchain, toolchain));
    }
    return before != null || toolchains.containsKey(uid);
  }

  /** Why a report cannot be believed, whatever was reported before. */
  static Optional<ReportVerdict> refusal(
      Optional<VolunteerPod> pod, String uid, InetAddress address) {
    if (pod.isEmpty()) {
      return Optional.of(ReportVerdict.UNKNOWN_POD);
    }
    if (!uid.equals(pod.get().uid())) {
      return Optional.of(ReportVerdict.OTHER_UID);
    }
    if (pod.get().isLeaving()) {
      return Optional.of(ReportVerdict.LEAVING);
    }
    List<InetAddress> known = pod.get().addresses();
    return known.isEmpty() || known.contains(address)
        ? Optional.empty()
        : Optional.of(ReportVerdict.OTHER_ADDRESS);
  }

  /** The volunteers among these pods, by what is known now; forgets what says no more. */
  List<Volunteer> volunteers(Collection<VolunteerPod> pods, long nowNanos) {
    Set<String> uids = new HashSet<>();
    Map<String, Report> kept = new HashMap<>();
    List<Volunteer> volunteers = new ArrayList<>();
    for (VolunteerPod pod : pods) {
      uids.add(pod.uid());
      if (pod.ready()) {
        calledReady.add(pod.uid());
      }
      Optional<Report> report =
          Optional.ofNullable(byUid.get(pod.uid()))
              .filter(known -> saysMoreThan(pod, known, nowNanos));
      report.ifPresent(known -> kept.put(pod.uid(), known));
      PodVolunteer.of(pod, report, Optional.ofNullable(toolchains.get(pod.uid())), nowNanos)
          .ifPresent(volunteers::add);
    }
    byUid = kept;
    reported.retainAll(uids);
    calledReady.retainAll(uids);
    toolchains.keySet().retainAll(uids);
    return volunteers;
  }

  /** Whether time alone may change what {@link #volunteers} says. */
  boolean areWaiting() {
    return !byUid.isEmpty();
  }

  /** Without an address from the API, an old report still tells where jobs run that were begun. */
  private static boolean saysMoreThan(VolunteerPod pod, Report report, long nowNanos) {
    List<InetAddress> known = pod.addresses();
    boolean counts = known.contains(report.address()) && report.countsAt(nowNanos);
    return !pod.ready() && (known.isEmpty() || counts);
  }
}
