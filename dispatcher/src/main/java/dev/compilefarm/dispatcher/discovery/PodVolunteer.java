package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.discovery.Reports.Report;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes a volunteer of its pod. Pure. */
final class PodVolunteer {
  private static final int PORT = 3632;

  private PodVolunteer() {}

  /**
   * The volunteer, or nothing where the pod has no address yet, runs no more, or does not say how
   * many slots it has.
   *
   * @param report that it listens; one that counts stands for the API's Ready
   * @param toolchain its compilers, as it told them
   */
  static Optional<Volunteer> of(
      VolunteerPod pod, Optional<Report> report, Optional<Toolchain> toolchain, long nowNanos) {
    List<String> hosts =
        pod.addresses().isEmpty()
            ? report.map(Report::address).stream().map(InetAddress::getHostAddress).toList()
            : inOrder(pod.addresses());
    if (hosts.isEmpty() || pod.ended() || pod.slots() < 1) {
      return Optional.empty();
    }
    boolean ready = pod.ready() || report.filter(r -> r.countsAt(nowNanos)).isPresent();
    return Optional.of(
        new Volunteer(
            pod.name(),
            hosts,
            PORT,
            pod.slots(),
            availability(pod, ready),
            pod.node().orElse(hosts.getFirst()),
            toolchain,
            pod.container()));
  }

  /** Those of IPv4 first: the distccd of version 0.1.0 listens on 0.0.0.0. */
  private static List<String> inOrder(List<InetAddress> addresses) {
    return addresses.stream()
        // Stable; false comes first.
        .sorted(Comparator.comparing(Inet6Address.class::isInstance))
        .map(InetAddress::getHostAddress)
        .toList();
  }

  private static Availability availability(VolunteerPod pod, boolean ready) {
    if (pod.deleted() || pod.drains()) {
      return Availability.DRAINING;
    }
    return ready ? Availability.READY : Availability.NOT_READY;
  }
}
