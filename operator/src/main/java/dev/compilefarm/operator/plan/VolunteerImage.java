package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.VolunteerTools;
import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.observe.LiveVolunteers;
import java.util.Optional;

/**
 * What volunteers run. An operator of a new version may have another packaged compiler, and other
 * tools. What a farm that is there compiles with changes only when the farm says so: objects of two
 * compilers must not be mixed behind the back of its users.
 *
 * @param reference of the image of their container
 * @param tools image that brings distccd into the pod; empty where the first one has it
 * @param toolchain the packaged toolchain that the image is of; {@link #NAMED} where the farm names
 *     the image
 */
public record VolunteerImage(String reference, Optional<String> tools, String toolchain) {
  /** Stands for the toolchain of an image that the farm names. */
  public static final String NAMED = "named";

  /** That of version 0.1.0, which did not write it down. */
  private static final String FIRST_PACKAGED = "gcc-12";

  /** The farm's word, else what is there, else the operator's. */
  static VolunteerImage of(
      VolunteersSpec volunteers, Settings settings, Optional<LiveVolunteers> live) {
    return volunteers.image() == null
        ? packaged(settings, live)
        : new VolunteerImage(
            volunteers.image(),
            isInjected(volunteers, live)
                ? Optional.of(settings.pods().toolsImage())
                : Optional.empty(),
            NAMED);
  }

  /** The image of a packaged toolchain is renewed as long as it has the same compiler. */
  private static VolunteerImage packaged(Settings settings, Optional<LiveVolunteers> live) {
    String present = settings.pods().packagedToolchain();
    return live.filter(there -> isOfAnotherPackaged(there, present))
        .flatMap(there ->
            there
                .image()
                .map(image -> new VolunteerImage(image, Optional.empty(), toolchainOf(there))))
        .orElseGet(() -> new VolunteerImage(settings.volunteerImage(), Optional.empty(), present));
  }

  private static boolean isOfAnotherPackaged(LiveVolunteers live, String present) {
    String toolchain = toolchainOf(live);
    return !toolchain.equals(NAMED) && !toolchain.equals(present);
  }

  private static String toolchainOf(LiveVolunteers live) {
    return live.mark(Annotations.PACKAGED_TOOLCHAIN).orElse(FIRST_PACKAGED);
  }

  /** An image that runs without injected tools goes on so until its farm says something else. */
  private static boolean isInjected(VolunteersSpec volunteers, Optional<LiveVolunteers> live) {
    return Optional.ofNullable(volunteers.tools())
        .map(tools -> tools == VolunteerTools.Inject)
        .orElseGet(() ->
            live.filter(there ->
                    there.image().filter(volunteers.image()::equals).isPresent()
                        && !there.hasInjectedTools())
                .isEmpty());
  }
}
