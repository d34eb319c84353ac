package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.CLIENTS_SHARE_ADDRESS;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.api.v1alpha1.TenantSpec;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.SharedAddress;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether most clients look like one tenant. It begins when addresses that the dispatcher knows to
 * be shared have at least half of the jobs, and lasts until the dispatcher names none of them any
 * more: the parts change with every job.
 */
final class SharedAddressVerdict {
  private SharedAddressVerdict() {}

  /**
   * @param previous the condition of this type as it stands in the farm
   */
  static Verdict of(StatusInputs inputs, Optional<Condition> previous) {
    if (inputs.silence().isPresent()) {
      return Verdict.inSilence(CLIENTS_SHARE_ADDRESS, inputs.silence().get());
    }
    return inputs
        .load()
        .flatMap(load -> shared(load, inputs, previous))
        .map(message ->
            new Verdict(
                CLIENTS_SHARE_ADDRESS,
                Verdict.Status.TRUE,
                Reason.CLIENTS_BEHIND_ONE_ADDRESS,
                message))
        .orElseGet(() ->
            new Verdict(
                CLIENTS_SHARE_ADDRESS,
                Verdict.Status.FALSE,
                Reason.CLIENTS_TOLD_APART,
                "No address with most of the jobs is known to be shared by clients"));
  }

  private static Optional<String> shared(
      Load load, StatusInputs inputs, Optional<Condition> previous) {
    List<SharedAddress> shared =
        load.notices().sharedAddresses().stream()
            .filter(address -> !isListed(address, inputs))
            .toList();
    return shared.isEmpty() || !(Conditions.isTrue(previous) || haveMost(shared, load))
        ? Optional.empty()
        : Optional.of(sentence(shared));
  }

  /** Somebody knows of the address and gave it its share. */
  private static boolean isListed(SharedAddress address, StatusInputs inputs) {
    return inputs.spec().queue().tenants().stream()
        .map(TenantSpec::name)
        .anyMatch(address.address()::equals);
  }

  private static boolean haveMost(List<SharedAddress> shared, Load load) {
    long jobs = (long) load.queued() + load.running();
    long ofShared = shared.stream().mapToLong(SharedAddress::jobs).sum();
    return jobs > 0 && 2 * ofShared >= jobs;
  }

  private static String sentence(List<SharedAddress> shared) {
    SharedAddress first =
        shared.stream().min(Comparator.comparing(SharedAddress::address)).orElseThrow();
    return ("Clients behind %s%s are one tenant: %s. Give each team an entry port with queue.tenants, or keep"
            + " the mesh or NAT out of the clients' traffic")
        .formatted(
            first.address(),
            shared.size() == 1 ? "" : " and %d more addresses".formatted(shared.size() - 1),
            why(first.reason()));
  }

  /** The words of a dispatcher of a later version are shown as they are. */
  private static String why(String reason) {
    return switch (reason) {
      case "LOOPBACK" -> "it is an address of the dispatcher's own pod, as a mesh's sidecar has it";
      case "NODE" -> "it is the address of a node, as a NAT or a load balancer has it";
      case "MANY_JOBS" -> "more jobs come from it at a time than one client sends";
      default -> reason;
    };
  }
}
