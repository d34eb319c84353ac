package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.VolunteerStart;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of a farm's volunteers have no start to come: those that were ready once, and those that
 * were there when this process first saw the farm. So each start counts once, and a volunteer that
 * is ready again after a trouble is not taken for a new one.
 *
 * @param names of those that are still there; empty before the first look
 * @param last the start that was seen last
 */
record StartedVolunteers(Optional<Set<String>> names, Optional<VolunteerStart> last) {
  /** Of a farm that this process has not seen. */
  static final StartedVolunteers UNSEEN = new StartedVolunteers(Optional.empty(), Optional.empty());

  StartedVolunteers {
    names = names.map(Set::copyOf);
  }

  /** The starts that are over since the last look. */
  List<VolunteerStart> news(Collection<PodFact> volunteers) {
    return names.stream()
        .flatMap(known -> volunteers.stream().filter(pod -> !known.contains(pod.name())))
        .flatMap(pod -> pod.start().stream())
        .toList();
  }

  /** After this look. Of several starts that are over, the longest is the last. */
  StartedVolunteers after(Collection<PodFact> volunteers) {
    return new StartedVolunteers(
        Optional.of(
            volunteers.stream()
                .filter(pod ->
                    pod.ready() || names.filter(known -> !known.contains(pod.name())).isEmpty())
                .map(PodFact::name)
                .collect(Collectors.toSet())),
        news(volunteers).stream().max(Comparator.comparing(VolunteerStart::total)).or(() -> last));
  }
}
