package dev.compilefarm.testbed.project;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import dev.compilefarm.testbed.actor.Developer;
import java.nio.file.Path;

/**
 * CppUnit 1.15.1: a C++ library of 48 source files, with 41 more in its tools, test programs and
 * examples. {@code make check} builds all and runs the tests.
 */
public final class CppUnit {
  /** Every one is compiled exactly once, without shared libraries. */
  public static final int TRANSLATION_UNITS = 89;

  /** What of it belongs to the library itself. */
  public static final int LIBRARY_FILES = 48;

  private static final String KEY = "cppunit.tar.gz";

  private CppUnit() {}

  /** The pinned archive on this machine; fetched if need be. */
  public static Path archive() {
    return Path.of(Command.output(Checkout.path("dev/lib/project-source").toString()));
  }

  /** Under which name the archive is stored in the cluster. */
  public static String key() {
    return KEY;
  }

  /**
   * A script that builds it in the working folder and runs its tests.
   *
   * @param compilers the arguments of make that name the compilers, or nothing
   */
  public static String build(String compilers) {
    return build("make", compilers);
  }

  /** The same in pump mode, with the host list that a farm's clients have for it. */
  public static String buildByPump(String compilers) {
    return build("DISTCC_HOSTS=$DISTCC_PUMP_HOSTS distcc-pump make", compilers);
  }

  private static String build(String make, String compilers) {
    return """
    tar xzf %s/%s --strip-components=1
    ./configure --quiet --disable-shared --disable-doxygen
    %s --no-print-directory -j16 CXXFLAGS=-O1 %s check
    """
        .formatted(Developer.SOURCE, KEY, make, compilers);
  }
}
