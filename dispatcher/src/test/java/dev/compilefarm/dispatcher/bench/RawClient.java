package dev.compilefarm.dispatcher.bench;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.ReplyScanner;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Sends a ready-made request of version 1 and waits for the whole reply; costs next to nothing. */
final class RawClient {
  private final byte[] request;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);

  RawClient(byte[] request) {
    this.request = request;
  }

  /**
   * One job.
   *
   * @return nanoseconds from the first SYN to the last byte
   * @throws IOException also where the compiler failed
   */
  long run(int port) throws IOException {
    long start = System.nanoTime();
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      ByteBuffer content = ByteBuffer.wrap(request);
      while (content.hasRemaining()) {
        channel.write(content);
      }
      ReplyScanner reply = new ReplyScanner(1, ProtocolLimits.DEFAULTS);
      while (!reply.isComplete()) {
        buffer.clear();
        if (channel.read(buffer) < 0) {
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
