package dev.compilefarm.dispatcher.discovery;

import java.util.Optional;

/** What a line of the watch says. */
sealed interface PodEvent {

  /** From which version of the list on to tell, after this event. */
  Optional<String> version();

  /** The pod is new, or like this now. */
  record Present(VolunteerPod pod, Optional<String> version) implements PodEvent {}

  /** The pod is no more. */
  record Gone(VolunteerPod pod, Optional<String> version) implements PodEvent {}

  /** Nothing about a pod. */
  record Bookmark(Optional<String> version) implements PodEvent {}
}
