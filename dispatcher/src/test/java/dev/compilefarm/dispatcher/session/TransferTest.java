package dev.compilefarm.dispatcher.session;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.compilefarm.dispatcher.budget.Store;
import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.Messages;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.RequestScanner;
import dev.compilefarm.dispatcher.spool.FakeStores;
import dev.compilefarm.dispatcher.spool.SentBytes;
import dev.compilefarm.dispatcher.spool.Spool;
import dev.compilefarm.dispatcher.spool.SpoolStores;
import dev.compilefarm.dispatcher.transport.Deadlines;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransferTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] LARGE =
      Messages.request(1, List.of("gcc", "-c", "x.c"), new byte[40 << 20]);

  private final SpoolStores stores = FakeStores.ofMemory(4);

  @Test
  void takesAWholeMessageHoweverItIsCutIntoPieces() throws Exception {
    byte[] message = Messages.request(1, List.of("gcc", "-c", "x.c"), new byte[3 * BLOCK_BYTES]);
    for (int piece : new int[] {511, 512, 513, BLOCK_BYTES, BLOCK_BYTES + 512, message.length}) {
      try (Connection connection = new Connection();
          Spool spool = FakeStores.spool(stores)) {
        CompletableFuture<Void> receiving = connection.receive(spool);
        for (int at = 0; at < message.length; at += piece) {
          connection.send(Arrays.copyOfRange(message, at, Math.min(at + piece, message.length)));
        }
        receiving.get();
        assertArrayEquals(message, SentBytes.of(spool, 0), "in pieces of " + piece);
        assertEquals(message.length, spool.size());
      }
    }
    assertEquals(0, stores.budget().used(Store.MEMORY));
  }

  @Test
  void endsWithItsPeerAndWithBytesThatFollow() throws Exception {
    byte[] message = Messages.request(1, List.of("gcc"), new byte[100]);
    assertFails(EOFException.class, Arrays.copyOf(message, message.length - 1));
    assertFails(MalformedException.class, Arrays.copyOf(message, message.length + 1));
    assertFails(MalformedException.class, Arrays.copyOf(message, message.length + BLOCK_BYTES));
  }

  @Test
  void holdsNothingForPeersThatSendNothing() throws Exception {
    try (Connection silent = new Connection();
        Spool unused = FakeStores.spool(stores);
        Connection connection = new Connection();
        Spool spool = FakeStores.spool(stores)) {
      CompletableFuture<Void> waits = silent.receive(unused);
      connection.send(Messages.request(1, List.of("gcc"), new byte[2 * BLOCK_BYTES]));
      connection.receive(spool).get();
      assertFalse(waits.isDone());
      assertEquals(3 * BLOCK_BYTES, stores.budget().used(Store.MEMORY));
    }
  }

  @Test
  void holdsNothingForPeersThatHaveSentTheirArgumentsAndPreprocess() throws Exception {
    byte[] message = Messages.request(1, List.of("gcc", "x".repeat(1900)), new byte[100]);
    try (Connection connection = new Connection();
        Spool spool = FakeStores.spool(stores)) {
      CompletableFuture<Void> receiving = connection.receive(spool);
      for (int head : new int[] {600, 1800}) {
        connection.send(Arrays.copyOfRange(message, connection.sent(), head));
        await("all of it is read").atMost(PATIENCE).until(() -> connection.far.available() == 0);
      }
      assertEquals(0, stores.budget().used(Store.MEMORY));
      connection.send(Arrays.copyOfRange(message, connection.sent(), message.length));
      receiving.get();
      assertArrayEquals(message, SentBytes.of(spool, 0));
    }
  }

  @Test
  void stopsReadingWhileTheBudgetIsUsedUp() throws Exception {
    Spool whole = FakeStores.spool(stores);
    try (Connection first = new Connection();
        Connection second = new Connection();
        Spool spool = FakeStores.spool(stores)) {
      first.send(Messages.request(1, List.of("gcc"), new byte[3 * BLOCK_BYTES]));
      first.receive(whole).get();
      CompletableFuture<Void> receiving = second.receive(spool);
      CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> second.send(LARGE));
      await("the kernel takes no more either")
          .atMost(PATIENCE)
          .during(Duration.ofMillis(300))
          .until(second::sent, sent -> sent > 0 && sent < LARGE.length);
      assertFalse(sending.isDone());
      assertEquals(0, spool.size());
      whole.close();
      sending.get();
      receiving.get();
      assertEquals(LARGE.length, spool.size());
    }
    assertEquals(0, stores.budget().used(Store.MEMORY));
  }

  private void assertFails(Class<? extends Exception> expected, byte[] message) throws Exception {
    try (Connection connection = new Connection();
        Spool spool = FakeStores.spool(stores)) {
      connection.send(message);
      connection.near.shutdownOutput();
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> connection.receive(spool).get());
      assertEquals(expected, failure.getCause().getClass(), failure::toString);
    }
    assertEquals(0, stores.budget().used(Store.MEMORY));
  }

  /** A peer, and the end at which its message is taken. */
  private static final class Connection implements AutoCloseable {
    private final SocketChannel near;
    private final TimedChannel far;
    private final AtomicInteger sent = new AtomicInteger();

    Connection() throws IOException {
      try (ServerSocketChannel listener =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
        near = SocketChannel.open(listener.getLocalAddress());
        far = new TimedChannel(listener.accept(), new Deadlines(System::nanoTime));
      }
    }

    int sent() {
      return sent.get();
    }

    void send(byte[] bytes) {
      try {
        for (int at = 0; at < bytes.length; at += BLOCK_BYTES) {
          int length = Math.min(BLOCK_BYTES, bytes.length - at);
          sent.addAndGet(near.write(ByteBuffer.wrap(bytes, at, length)));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    CompletableFuture<Void> receive(Spool spool) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              Transfer.receive(far, new RequestScanner(ProtocolLimits.DEFAULTS), spool, PATIENCE);
              done.complete(null);
            } catch (IOException | MalformedException | InterruptedException e) {
              done.completeExceptionally(e);
            }
          });
      return done;
    }

    @Override
    public void close() throws IOException {
      near.close();
      far.close();
    }
  }
}
