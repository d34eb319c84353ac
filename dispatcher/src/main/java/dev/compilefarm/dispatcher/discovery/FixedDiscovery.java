package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Volunteers that never change, and are no pods. */
public final class FixedDiscovery implements Discovery {

  public FixedDiscovery(List<Volunteer> volunteers, Dispatch dispatch) {
    dispatch.update(volunteers);
  }

  @Override
  public boolean isComplete() {
    return true;
  }

  @Override
  public Duration age() {
    return Duration.ZERO;
  }

  @Override
  public Optional<ReportVerdict> refusal(String pod, String uid, InetAddress address) {
    return Optional.of(ReportVerdict.UNKNOWN_POD);
  }

  @Override
  public ReportVerdict listens(
      String pod, String uid, InetAddress address, Optional<Toolchain> toolchain) {
    return ReportVerdict.UNKNOWN_POD;
  }

  @Override
  public void tick() {
    // Time changes nothing.
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
