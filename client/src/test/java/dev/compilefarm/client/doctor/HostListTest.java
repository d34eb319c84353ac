package dev.compilefarm.client.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.client.doctor.HostList.Entry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HostListTest {
  @Test
  void readsWhatDistccReads() {
    HostList list =
        HostList.of(
            """
            --randomize localhost/2  # the laptop
            main.ci.svc:3632/32,lzo [fd00::1]:3633,lzo,cpp
            old me@ssh.example
            """);
    assertEquals(
        List.of(
            new Entry("localhost/2", "localhost", 3632, Optional.of(2), List.of()),
            new Entry(
                "main.ci.svc:3632/32,lzo", "main.ci.svc", 3632, Optional.of(32), List.of("lzo")),
            new Entry(
                "[fd00::1]:3633,lzo,cpp", "fd00::1", 3633, Optional.empty(), List.of("lzo", "cpp")),
            new Entry("old", "old", 3632, Optional.empty(), List.of())),
        list.entries());
    assertEquals(32 + 4 + 4, list.limit());
  }

  /** As distcc 3.4 did with each: {@code --localslots=0} became a host, for instance. */
  @Test
  void readsItsFlags() {
    HostList list = HostList.of("--localslots_cpp=20 --randomize a/4 --localslots/3");
    assertEquals(OptionalInt.of(3), list.localSlots());
    assertEquals(OptionalInt.of(20), list.localCppSlots());
    assertEquals(List.of(), list.misread());
    assertEquals(1, list.entries().size());

    HostList odd = HostList.of("--localslots=0 --localslots_cpp=x --localslots=9999999 --foo a/4");
    assertEquals(OptionalInt.empty(), odd.localSlots());
    assertEquals(OptionalInt.empty(), odd.localCppSlots());
    assertEquals(
        List.of("--localslots=0", "--localslots_cpp=x", "--localslots=9999999", "--foo"),
        odd.misread());
    assertEquals(1, odd.entries().size());
  }

  @Test
  void namesWhatDistccRejects() {
    HostList list = HostList.of("a:99999 b/0 c,cpp d/8:3633 e:123456789012 me@f +zeroconf");
    assertEquals(List.of("a:99999", "b/0", "c,cpp", "e:123456789012"), list.unreadable());
    assertEquals(
        List.of(new Entry("d/8:3633", "d", 3633, Optional.of(8), List.of())), list.entries());
  }
}
