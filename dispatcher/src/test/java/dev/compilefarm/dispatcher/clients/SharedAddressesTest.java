package dev.compilefarm.dispatcher.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.clients.SharedAddress.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedAddressesTest {
  private static final long LATER = SharedAddresses.REMEMBERED.toNanos();

  private final SharedAddresses addresses =
      new SharedAddresses(true, OptionalInt.of(32), Optional.of("10.9.0.1"));

  @Test
  void areSeenByWhatTheyAre() {
    addresses.nodes(Set.of("10.9.0.2", "fd00:0:0:0:0:0:0:2"));
    addresses.came("127.0.0.6", 1, 0);
    addresses.came("0:0:0:0:0:0:0:1", 1, 0);
    addresses.came("10.9.0.1", 1, 0);
    addresses.came("fd00:0:0:0:0:0:0:2", 1, 0);
    addresses.came("10.1.0.9", 32, 0);
    assertEquals(
        List.of(
            new SharedAddress("0:0:0:0:0:0:0:1", Reason.LOOPBACK),
            new SharedAddress("10.9.0.1", Reason.NODE),
            new SharedAddress("127.0.0.6", Reason.LOOPBACK),
            new SharedAddress("fd00:0:0:0:0:0:0:2", Reason.NODE)),
        addresses.at(1));
  }

  @Test
  void areSeenByMoreJobsThanOneClientSends() {
    addresses.came("10.1.0.9", 33, 0);
    addresses.came("nightly", 500, 0);
    assertEquals(List.of(new SharedAddress("10.1.0.9", Reason.MANY_JOBS)), addresses.at(1));
  }

  @Test
  void areNotGuessedWhereNothingIsKnown() {
    SharedAddresses fixed = new SharedAddresses(false, OptionalInt.empty(), Optional.empty());
    fixed.came("127.0.0.1", 1_000, 0);
    assertEquals(List.of(), fixed.at(0));
  }

  @Test
  void areRememberedForTenMinutesAndForTheSurestReason() {
    addresses.came("10.1.0.9", 33, 0);
    addresses.nodes(Set.of("10.1.0.9"));
    addresses.came("10.1.0.9", 1, 5);
    addresses.nodes(Set.of());
    addresses.came("10.1.0.9", 33, 10);
    assertEquals(List.of(new SharedAddress("10.1.0.9", Reason.NODE)), addresses.at(LATER + 9));
    assertEquals(List.of(), addresses.at(LATER + 10));
    addresses.came("10.1.0.9", 33, LATER + 10);
    assertEquals(
        List.of(new SharedAddress("10.1.0.9", Reason.MANY_JOBS)), addresses.at(LATER + 11));
  }

  @Test
  void areABoundedNumber() {
    for (int i = 0; i < 100; i++) {
      addresses.came("10.1.0." + i, 33, i);
    }
    assertEquals(SharedAddresses.ADDRESSES_MAX, addresses.at(100).size());
    addresses.came("10.1.0.99", 33, LATER + Duration.ofSeconds(1).toNanos());
    assertEquals(1, addresses.at(LATER + Duration.ofSeconds(1).toNanos()).size());
  }
}
