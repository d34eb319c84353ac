package dev.compilefarm.dispatcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The crowd's members are texts: an origin's letter and a number by which they are ordered. */
class CrowdTest {
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparing(member -> member.substring(1));

  @Test
  void theFirstOfTheLargestOriginMakesRoom() {
    assertEquals(Optional.of("b2"), crowd("a1", "b3", "b2").firstOfLargest(BY_NUMBER));
  }

  @Test
  void ofEqualOriginsItIsTheFirstOfAll() {
    assertEquals(Optional.of("b1"), crowd("a2", "b1", "c3").firstOfLargest(BY_NUMBER));
  }

  @Test
  void nobodyMakesRoomWhereNobodyIs() {
    assertEquals(Optional.empty(), crowd().firstOfLargest(BY_NUMBER));
  }

  @Test
  void aNewcomerTakesOnlyWhatMakesTheSharesMoreEqual() {
    assertEquals(Optional.of("a1"), crowd("a1", "a2").firstOfLargest(BY_NUMBER, origin("b")));
    assertEquals(Optional.empty(), crowd("a1", "a2").firstOfLargest(BY_NUMBER, origin("a")));
    assertEquals(Optional.empty(), crowd("a1", "a2", "b3").firstOfLargest(BY_NUMBER, origin("b")));
    assertEquals(Optional.empty(), crowd("a1", "b2").firstOfLargest(BY_NUMBER, origin("c")));
  }

  @Test
  void ofIpv6AddressesTheNetworkCounts() throws UnknownHostException {
    assertEquals(address("fd00:1:2:3::1"), address("fd00:1:2:3:ffff::2"));
    assertNotEquals(address("fd00:1:2:3::1"), address("fd00:1:2:4::1"));
    assertNotEquals(address("10.0.0.1"), address("10.0.0.2"));
    assertEquals(address("10.0.0.1"), address("::ffff:10.0.0.1"));
  }

  private static Crowd<String> crowd(String... members) {
    Collection<String> present = List.of(members);
    return new Crowd<>(present, member -> origin(member.substring(0, 1)));
  }

  private static Origin origin(String letter) {
    try {
      return Origin.of(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) letter.charAt(0)}));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static Origin address(String address) throws UnknownHostException {
    return Origin.of(InetAddress.getByName(address));
  }
}
