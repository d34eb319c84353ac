package dev.compilefarm.dispatcher.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimedChannelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Otherwise a slot that was given back is still a connection, as its volunteer sees it. */
  @Test
  void hangsUpAtOnceThoughItsReaderHasNotWokenYet() throws Exception {
    try (ServerSocketChannel listener =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketChannel near = SocketChannel.open(listener.getLocalAddress());
        SocketChannel far = listener.accept();
        TimedChannel channel = new TimedChannel(near, new Deadlines(System::nanoTime))) {
      CompletableFuture<Integer> reading = new CompletableFuture<>();
      Thread reader = Thread.ofVirtual().start(() -> read(channel, reading));
      await("the reader waits")
          .atMost(PATIENCE)
          .until(() -> reader.getState() == Thread.State.WAITING);
      try (BusyCarriers _ = new BusyCarriers()) {
        channel.hangUp();

        far.socket().setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        assertEquals(-1, far.socket().getInputStream().read());
      }
      ExecutionException end = assertThrows(ExecutionException.class, reading::get);
      assertInstanceOf(ClosedChannelException.class, end.getCause());
    }
  }

  /** A read that returns without a byte would be tried again and again. */
  @Test
  void waitsForAByteAfterItHasConnected() throws Exception {
    try (ServerSocketChannel listener =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TimedChannel channel =
            new TimedChannel(SocketChannel.open(), new Deadlines(System::nanoTime))) {
      CompletableFuture<Integer> reading = new CompletableFuture<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                connect(channel, listener);
                read(channel, reading);
              });
      try (SocketChannel far = listener.accept()) {
        await("the reader waits")
            .atMost(PATIENCE)
            .until(() -> reader.getState() == Thread.State.WAITING);
        assertEquals(1, far.write(ByteBuffer.allocate(1)));
        assertEquals(1, reading.get());
      }
    }
  }

  private static void connect(TimedChannel channel, ServerSocketChannel listener) {
    try {
      if (!channel.beginConnect((InetSocketAddress) listener.getLocalAddress())) {
        channel.awaitConnect(PATIENCE);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void read(TimedChannel channel, CompletableFuture<Integer> reading) {
    try {
      reading.complete(channel.read(ByteBuffer.allocate(1)));
    } catch (IOException e) {
      reading.completeExceptionally(e);
    }
  }

  /** Leaves no processor to any other virtual thread. */
  private static final class BusyCarriers implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();

    BusyCarriers() throws InterruptedException {
      int carriers =
          Integer.getInteger(
              "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
      CountDownLatch busy = new CountDownLatch(carriers);
      for (int i = 0; i < carriers; i++) {
        Thread.ofVirtual()
            .start(() -> {
              busy.countDown();
              while (!over.get()) {
                Thread.onSpinWait();
              }
            });
      }
      busy.await();
    }

    @Override
    public void close() {
      over.set(true);
    }
  }
}
