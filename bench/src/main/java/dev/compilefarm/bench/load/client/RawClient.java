package dev.compilefarm.bench.load.client;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.ReplyScanner;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Sends a ready-made request of version 1 and waits for the whole reply; costs next to nothing. For
 * one thread at a time.
 */
public final class RawClient {
  private final InetAddress address;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);

  /**
   * A client on this machine.
   *
   * @param address of the loopback network, where it connects from
   */
  public RawClient(InetAddress address) {
    this.address = address;
  }

  /**
   * One job.
   *
   * @return nanoseconds from the first SYN to the last byte
   * @throws IOException also where the compiler failed
   */
  public long run(byte[] request, InetSocketAddress server) throws IOException {
    long start = System.nanoTime();
    try (SocketChannel channel = SocketChannel.open()) {
      channel.bind(new InetSocketAddress(address, 0));
      channel.connect(server);
      ByteBuffer content = ByteBuffer.wrap(request);
      while (content.hasRemaining()) {
        channel.write(content);
      }
      ReplyScanner reply = new ReplyScanner(1, ProtocolLimits.DEFAULTS);
      while (!reply.isComplete()) {
        if (channel.read(buffer.clear()) < 0) {
          throw new EOFException("hung up in mid-reply");
        }
        reply.scan(buffer.flip());
      }
      if (!reply.waitStatus().isSuccess()) {
        throw new IOException("the compiler failed with status " + reply.waitStatus());
      }
      return System.nanoTime() - start;
    } catch (MalformedException e) {
      throw new IOException(e);
    }
  }
}
