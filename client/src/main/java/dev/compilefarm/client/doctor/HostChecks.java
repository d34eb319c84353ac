package dev.compilefarm.client.doctor;

import static dev.compilefarm.client.doctor.CheckResult.fail;
import static dev.compilefarm.client.doctor.CheckResult.ok;
import static dev.compilefarm.client.doctor.CheckResult.warn;

import dev.compilefarm.client.doctor.ClientFacts.Reach;
import dev.compilefarm.client.doctor.HostList.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where distcc sends jobs, and whether they can arrive. */
final class HostChecks {
  private static final String HOSTS = "host list";
  private static final String DNS = "DNS";
  private static final String REACH = "reach";

  private HostChecks() {}

  static Stream<CheckResult> of(ClientFacts facts, String farm) {
    String takeFarms = "Take the farm's: eval \"$(kubectl compilefarm env %s)\".".formatted(farm);
    if (facts.hosts().isEmpty()) {
      return Stream.of(
          fail(HOSTS, "No host list is set, so distcc compiles everything here.", takeFarms));
    }
    ClientFacts.Hosts hosts = facts.hosts().get();
    HostList list = HostList.of(hosts.text());
    if (!list.unreadable().isEmpty()) {
      return Stream.of(
          fail(
              HOSTS,
              "distcc rejects %s for the entry %s."
                  .formatted(hosts.source(), list.unreadable().getFirst()),
              takeFarms));
    }
    if (list.remote().isEmpty()) {
      return Stream.of(
          fail(
              HOSTS,
              "%s names no host but this one, so nothing is sent.".formatted(hosts.source()),
              takeFarms));
    }
    return Stream.of(
            listed(list, hosts.source(), farm, takeFarms),
            reached(list, facts, farm),
            backedOff(facts))
        .flatMap(List::stream);
  }

  private static List<CheckResult> listed(
      HostList list, String source, String farm, String takeFarms) {
    List<CheckResult> results = new ArrayList<>();
    if (!source.equals("DISTCC_HOSTS")) {
      results.add(
          warn(HOSTS, "DISTCC_HOSTS is not set, so distcc reads %s.".formatted(source), takeFarms));
    }
    if (!list.misread().isEmpty()) {
      results.add(
          warn(
              HOSTS,
              "distcc does not know %s: it takes it for a host, or ignores it."
                  .formatted(list.misread().getFirst()),
              "Its flags are --randomize, --localslots=N and --localslots_cpp=N."));
    }
    boolean isOther =
        list.remote().stream()
            .map(Entry::host)
            .noneMatch(host -> host.equals(farm) || host.startsWith(farm + "."));
    if (isOther) {
      results.add(
          warn(
              HOSTS,
              "%s names no host %s; is %s the same farm's load balancer?"
                  .formatted(source, farm, list.remote().getFirst().host()),
              "If not: " + takeFarms));
    }
    if (list.entries().stream().anyMatch(Entry::isLocal)) {
      results.add(
          warn(
              HOSTS,
              source + " names localhost, which takes its share of the jobs first.",
              "Leave localhost out: distcc compiles here anyway when the farm does not."));
    }
    if (list.remote().size() == 1) {
      results.add(
          warn(
              HOSTS,
              source + " has one entry: when one job fails there, the next ones compile here.",
              "Name both ports of the farm. " + takeFarms));
    }
    String uncompressed = without("lzo", list);
    if (!uncompressed.isEmpty()) {
      results.add(
          warn(
              HOSTS,
              "Jobs for %s are sent without compression.".formatted(uncompressed),
              "Add ,lzo to the entry: it saves three quarters of the bytes."));
    }
    if (list.remote().stream().anyMatch(entry -> entry.limit().isEmpty())) {
      results.add(
          warn(
              HOSTS,
              "An entry without a limit takes 4 jobs at a time, whatever -j says.",
              "Add a limit, such as /64. " + takeFarms));
    }
    return results.isEmpty()
        ? List.of(ok(HOSTS, "%s sends up to %d jobs at a time.".formatted(source, list.limit())))
        : results;
  }

  private static String without(String option, HostList list) {
    return list.remote().stream()
        .filter(entry -> !entry.options().contains(option))
        .map(Entry::address)
        .collect(Collectors.joining(", "));
  }

  private static List<CheckResult> reached(HostList list, ClientFacts facts, String farm) {
    List<CheckResult> failures =
        list.remote().stream()
            .flatMap(entry -> unreached(entry, facts.reach().get(entry.address()), farm).stream())
            .distinct()
            .toList();
    return failures.isEmpty()
        ? List.of(ok(REACH, "Every host of the list takes connections."))
        : failures;
  }

  private static List<CheckResult> unreached(Entry entry, Reach reach, String farm) {
    if (reach == null || reach == Reach.CONNECTED) {
      return List.of();
    }
    return List.of(
        switch (reach) {
          case NO_ADDRESS ->
              fail(
                  DNS,
                  "The name %s has no address here.".formatted(entry.host()),
                  "Names of Services are known in the cluster only. From outside use 'kubectl compilefarm exec %s',"
                          .formatted(farm)
                      + " or spec.dispatcher.service of type LoadBalancer.");
          case REFUSED ->
              fail(
                  REACH,
                  "Nobody listens at %s.".formatted(entry.address()),
                  "Is the farm ready, and is this one of its ports? Try: kubectl compilefarm status %s"
                      .formatted(farm));
          default ->
              fail(
                  REACH,
                  "%s does not answer.".formatted(entry.address()),
                  "A NetworkPolicy may drop the packets: name this namespace in spec.access.from, and"
                      + " allow it to leave where it has a policy of its own.");
        });
  }

  private static List<CheckResult> backedOff(ClientFacts facts) {
    return facts.backOffs().isEmpty()
        ? List.of()
        : List.of(
            warn(
                "back-off",
                "distcc avoids %s, since a job failed there."
                    .formatted(String.join(", ", facts.backOffs())),
                "It tries again after DISTCC_BACKOFF_PERIOD seconds, 60 by default; set 1."));
  }
}
