package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ReplyScanner;
import dev.compilefarm.dispatcher.spool.Spool;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/**
 * One attempt's connection to a volunteer. Never half-closed, and never a byte more than the
 * request: distccd takes either for a client that went away ({@code src/exec.c:dcc_collect_child}).
 * {@link #close} may be called by any thread and ends what the others do here with an exception.
 */
final class VolunteerConnection implements AutoCloseable {
  private final TimedChannel channel;
  private final SessionContext context;

  VolunteerConnection(SessionContext context) throws IOException {
    this.context = context;
    this.channel = new TimedChannel(SocketChannel.open(), context.deadlines());
  }

  /** Connects; an exception means that the volunteer has seen nothing of the request. */
  void connect(Volunteer volunteer) throws IOException {
    InetSocketAddress address = new InetSocketAddress(volunteer.host(), volunteer.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(volunteer.host());
    }
    channel.connect(address, context.waits().connect());
  }

  /** Sends the request and takes the whole reply. */
  void exchange(Spool request, int version, Spool reply)
      throws IOException, MalformedException, InterruptedException {
    channel.write(request.content(), context.waits().volunteer());
    ReplyScanner scanner = new ReplyScanner(version, context.limits());
    Transfer.receive(channel, scanner, reply, context.waits().volunteer());
  }

  @Override
  public void close() {
    channel.close();
  }
}
