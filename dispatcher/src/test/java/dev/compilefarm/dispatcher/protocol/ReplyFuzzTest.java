package dev.compilefarm.dispatcher.protocol;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes as a reply. Maven runs the committed inputs; {@code make fuzz} looks for new ones. */
class ReplyFuzzTest {

  @DictionaryEntries({
    "DONE",
    "STAT",
    "SERR",
    "SOUT",
    "DOTO",
    "DOTD",
    "00000000",
    "00000001",
    "00000002",
    "00000003",
    "/..",
    "/"
  })
  @FuzzTest
  void agreesWithTheReference(byte[] bytes) {
    for (int version = 1; version <= 3; version++) {
      Comparison.reply(version, bytes, ProtocolLimits.DEFAULTS);
      Comparison.reply(version, bytes, Comparison.CLOSE);
    }
  }
}
