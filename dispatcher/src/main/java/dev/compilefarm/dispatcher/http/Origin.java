package dev.compilefarm.dispatcher.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Whom a connection is counted to: an IPv4 address, or the first 64 bits of an IPv6 address, within
 * which one machine has as many addresses as it likes.
 *
 * @param network the bytes that count
 */
public record Origin(ByteBuffer network) {
  private static final int IPV6_NETWORK_BYTES = 8;

  /** Of who has this address. */
  public static Origin of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return new Origin(
        ByteBuffer.wrap(
            address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes));
  }
}
