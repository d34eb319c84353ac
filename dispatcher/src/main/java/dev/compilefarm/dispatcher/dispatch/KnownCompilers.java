package dev.compilefarm.dispatcher.dispatch;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Names of compilers that some volunteer has run: who hangs up on one of these is suspect, who
 * hangs up on another name may be right to. The newest hundred or so, since clients choose the
 * names.
 */
final class KnownCompilers {
  private static final int NAMES_MAX = 128;

  private final SequencedSet<String> names = new LinkedHashSet<>();

  void ran(String compiler) {
    names.remove(compiler);
    names.addLast(compiler);
    if (names.size() > NAMES_MAX) {
      Iterator<String> oldest = names.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  boolean contains(String compiler) {
    return names.contains(compiler);
  }
}
