package dev.compilefarm.testbed.cluster;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import java.util.Locale;

/**
 * CI images as other teams have them, with compilers and without anything of this project. Each is
 * a stage of {@code testbed/ci-images/Containerfile}, which says what is in it.
 */
public enum CiImage {
  /** Debian 13 with gcc 14, make and cmake. */
  DEBIAN_13,
  /** The same with more compilers in other places, of which each makes other objects. */
  ELSEWHERE,
  /** {@link #DEBIAN_13} with what {@code examples/recipes} calls, Debian's distcc included. */
  RECIPES,
  /** {@link #RECIPES} with the source of Debian's kernel in {@code /usr/src}. */
  KERNEL,
  /** {@link #DEBIAN_13} with a gcc that sleeps for a second instead of compiling. */
  SLEEPING,
  /** Debian 13 with clang only. */
  CLANG,
  /** The compilers of {@link #DEBIAN_13}, and not even a shell. */
  NO_SHELL,
  /** No CI image, but one that teams have besides: Debian 13 with its Prometheus. */
  PROMETHEUS;

  /** Its name without registry and tag. */
  String repository() {
    return "compilefarm/ci-" + part();
  }

  /** Makes it in the local Docker engine, unless it is there. */
  void make() {
    Command.output(Checkout.path("dev/lib/ci-images").toString(), part());
  }

  private String part() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
