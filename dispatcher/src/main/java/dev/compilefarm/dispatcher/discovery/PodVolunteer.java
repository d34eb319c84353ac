package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.discovery.Reports.Report;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.net.Inet4Address;
import java.net.InetAddress;
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
    Optional<InetAddress> address =
        preferred(pod.addresses()).or(() -> report.map(Report::address));
    if (address.isEmpty() || pod.ended() || pod.slots() < 1) {
      return Optional.empty();
    }
    boolean ready = pod.ready() || report.filter(r -> r.countsAt(nowNanos)).isPresent();
    return Optional.of(
        new Volunteer(
            pod.name(),
            address.get().getHostAddress(),
            PORT,
            pod.slots(),
            availability(pod, ready),
            pod.node().orElse(address.get().getHostAddress()),
            toolchain));
  }

  /** The first of IPv4, where there is one: distccd listens on 0.0.0.0. */
  private static Optional<InetAddress> preferred(List<InetAddress> addresses) {
    return addresses.stream()
        .filter(Inet4Address.class::isInstance)
        .findFirst()
        .or(() -> addresses.stream().findFirst());
  }

  private static Availability availability(VolunteerPod pod, boolean ready) {
    if (pod.deleted() || pod.drains()) {
      return Availability.DRAINING;
    }
    return ready ? Availability.READY : Availability.NOT_READY;
  }
}
