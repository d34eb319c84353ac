package dev.compilefarm.dispatcher.blame;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.util.Optional;
import java.util.Set;

/** A job that can fail at volunteers. Compared by identity. */
public interface Accused {

  /** Of a compiler's name so much is kept; one of this length may have been cut off. */
  int COMPILER_LENGTH_MAX = 255;

  /** The first argument of its request. */
  String compiler();

  /** The toolchains of the farm's volunteers that cannot do it; nothing stands for not told. */
  Set<Optional<Toolchain>> lacking();

  /** Where it failed; always the same object. */
  Failures failures();
}
