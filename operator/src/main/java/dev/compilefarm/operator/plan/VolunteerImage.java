package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.VolunteerTools;
import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import java.util.Optional;

/**
 * What volunteers run.
 *
 * @param reference of the image of their container
 * @param tools image that brings distccd into the pod; empty where the first one has it
 */
public record VolunteerImage(String reference, Optional<String> tools) {

  /** A farm that names no image gets the packaged one, which has distccd. */
  static VolunteerImage of(VolunteersSpec volunteers, Settings settings) {
    return volunteers.image() == null
        ? new VolunteerImage(settings.volunteerImage(), Optional.empty())
        : new VolunteerImage(
            volunteers.image(),
            volunteers.tools() == VolunteerTools.Image
                ? Optional.empty()
                : Optional.of(settings.pods().toolsImage()));
  }
}
