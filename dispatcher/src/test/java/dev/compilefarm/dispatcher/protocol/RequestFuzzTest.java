package dev.compilefarm.dispatcher.protocol;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Any bytes as a request. Maven runs the committed inputs; {@code make fuzz} looks for new ones.
 */
class RequestFuzzTest {

  @DictionaryEntries({
    "DIST",
    "CDIR",
    "ARGC",
    "ARGV",
    "NFIL",
    "NAME",
    "FILE",
    "LINK",
    "DOTI",
    "00000000",
    "00000001",
    "00000002",
    "00000003",
    "/..",
    "/"
  })
  @FuzzTest
  void agreesWithTheReference(byte[] bytes) {
    Comparison.request(bytes, ProtocolLimits.DEFAULTS);
    Comparison.request(bytes, Comparison.CLOSE);
  }
}
