package dev.compilefarm.dispatcher.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.dispatcher.volunteer.Container;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What is read of a pod, and nothing else of it: a field that nobody reads cannot be unreadable. Of
 * the fields that are read, one of another type than the API's is as one that is not there. Pure.
 *
 * @param name unique in the farm's namespace
 * @param uid never given to a second pod
 * @param slots compiles that it takes at a time, 0 where it does not say or is not of the farm's
 *     making
 * @param drains whether it is marked to get no new job
 * @param deleted whether it is to end
 * @param ended whether its containers have ended for good
 * @param ready whether the API calls it Ready
 * @param node where it runs; empty before it has been placed
 * @param addresses as far as the API tells; none twice
 * @param nodeAddresses of the node that it runs on, as far as the API tells; as the JDK writes them
 * @param container of its distccd; empty before the kubelet has told of it
 * @param oddities what is wrong with it, as sentences for the log
 */
record VolunteerPod(
    String name,
    String uid,
    int slots,
    boolean drains,
    boolean deleted,
    boolean ended,
    boolean ready,
    Optional<String> node,
    List<InetAddress> addresses,
    Set<String> nodeAddresses,
    Optional<Container> container,
    List<String> oddities) {
  /** Annotation: compiles that the pod takes at a time. */
  static final String SLOTS = "compilefarm.dev/slots";

  /** Annotation: with any value but "false", the pod gets no new job. */
  static final String NO_NEW_JOBS = "compilefarm.dev/no-new-jobs";

  /** The same, by the word of the previous version: its operator may have marked pods that stay. */
  static final String NO_NEW_JOBS_BEFORE = "compilefarm.dev/drain";

  /** Longest name of a pod. */
  static final int NAME_MAX = 253;

  /** Longer than any UID of the API. */
  static final int UID_MAX = 128;

  // The limit of distccd 3.4, src/dopt.c.
  private static final int SLOTS_MAX = 200;
  // The API has one of each family.
  private static final int ADDRESSES_MAX = 16;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  VolunteerPod {
    addresses = List.copyOf(addresses);
    nodeAddresses = Set.copyOf(nodeAddresses);
    oddities = List.copyOf(oddities);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException where it has no name or UID, so that nothing can be said of it
   */
  static VolunteerPod read(JsonNode pod) {
    List<String> oddities = new ArrayList<>();
    JsonNode metadata = pod.path("metadata");
    JsonNode status = pod.path("status");
    JsonNode annotations = metadata.path("annotations");
    return new VolunteerPod(
        identity(metadata, "name", NAME_MAX),
        identity(metadata, "uid", UID_MAX),
        PodMaker.isVolunteersDeployment(metadata)
            ? slots(annotations.path(SLOTS), oddities)
            : noSlots(oddities),
        isSet(annotations.path(NO_NEW_JOBS)) || isSet(annotations.path(NO_NEW_JOBS_BEFORE)),
        !isAbsent(metadata.path("deletionTimestamp")),
        ENDED.contains(status.path("phase").asText()),
        isReady(status.path("conditions")),
        Optional.ofNullable(pod.path("spec").path("nodeName").textValue()),
        addresses(status, "podIP", "podIPs", oddities),
        nodeAddresses(status),
        PodContainer.read(pod),
        oddities);
  }

  /** Whether it has ended or is to. */
  boolean isLeaving() {
    return deleted || ended;
  }

  private static boolean isSet(JsonNode annotation) {
    return !annotation.asText("false").equals("false");
  }

  private static String identity(JsonNode metadata, String field, int lengthMax) {
    JsonNode value = metadata.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new IllegalArgumentException("a pod has no metadata." + field);
    }
    if (value.textValue().length() > lengthMax) {
      throw new IllegalArgumentException(
          "a pod has a metadata.%s of %d characters; %d are possible"
              .formatted(field, value.textValue().length(), lengthMax));
    }
    return value.textValue();
  }

  private static int noSlots(List<String> oddities) {
    oddities.add(
        "it has a volunteer's labels, and no ReplicaSet of the volunteers' Deployment controls it;"
            + " it gets no job");
    return 0;
  }

  private static int slots(JsonNode annotation, List<String> oddities) {
    String text = annotation.asText();
    if (!text.matches("\\+?0*[1-9][0-9]*")) {
      oddities.add(
          "annotation %s is %s; it must be a whole number from 1 to %d, or the pod gets no job"
              .formatted(SLOTS, Printable.of(annotation), SLOTS_MAX));
      return 0;
    }
    String digits = text.replaceFirst("^\\+?0*", "");
    if (digits.length() > 3 || Integer.parseInt(digits) > SLOTS_MAX) {
      oddities.add(
          "annotation %s is %s; it counts as %d, the most that distccd takes"
              .formatted(SLOTS, Printable.of(annotation), SLOTS_MAX));
      return SLOTS_MAX;
    }
    return Integer.parseInt(digits);
  }

  private static boolean isReady(JsonNode conditions) {
    return StreamSupport.stream(conditions.spliterator(), false)
        .anyMatch(condition ->
            condition.path("type").asText().equals("Ready")
                && condition.path("status").asText().equals("True"));
  }

  /** What is odd about them is not this pod's matter. */
  private static Set<String> nodeAddresses(JsonNode status) {
    return addresses(status, "hostIP", "hostIPs", new ArrayList<>()).stream()
        .map(InetAddress::getHostAddress)
        .collect(Collectors.toSet());
  }

  private static List<InetAddress> addresses(
      JsonNode status, String one, String all, List<String> oddities) {
    List<JsonNode> texts = new ArrayList<>();
    texts.add(status.path(one));
    status.path(all).forEach(each -> texts.add(each.path("ip")));
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (JsonNode text : texts) {
      // The API writes "" for none, too.
      if (!isAbsent(text) && !text.asText().isEmpty() && addresses.size() < ADDRESSES_MAX) {
        addAddress(text, addresses, oddities);
      }
    }
    return List.copyOf(addresses);
  }

  private static void addAddress(JsonNode text, Set<InetAddress> addresses, List<String> oddities) {
    try {
      addresses.add(InetAddress.ofLiteral(text.asText()));
    } catch (IllegalArgumentException e) {
      oddities.add("its address %s is none; it does not count".formatted(Printable.of(text)));
    }
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
