package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.Messages;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.RequestScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A volunteer written for tests: it speaks version 1 and does with each whole request what the test
 * says. It counts the connections that stand at a time and have carried a byte; that leaves out
 * port probes. Canaries are left out, too: it compiles them at once.
 *
 * <p>One thread does everything, so that before it counts a connection it can see of all others
 * whether their end has arrived.
 */
final class ScriptedVolunteer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CANARY = "canary.c";
  private static final byte[] CANARY_DONE = Messages.reply(0, "", new byte[] {1});

  private final int slots;
  private final Selector selector;
  private final ServerSocketChannel listener;
  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Request> arrived = new LinkedBlockingQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger openNow = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  // Below: only on the thread.
  private final Set<Request> open = new LinkedHashSet<>();
  private Consumer<Request> script;

  private ScriptedVolunteer(int slots, Consumer<Request> script) throws IOException {
    this.slots = slots;
    this.script = script;
    this.selector = Selector.open();
    this.listener =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    Thread.ofPlatform().name("volunteer-" + port()).daemon().start(this::run);
  }

  /** One that gives every request the same answer at once. */
  static ScriptedVolunteer answering(int slots, byte[] reply) throws IOException {
    return new ScriptedVolunteer(slots, request -> request.answer(reply));
  }

  /** One that gives each request, at once, the answer for its compiler. */
  static ScriptedVolunteer answering(int slots, Map<String, byte[]> replies) throws IOException {
    return new ScriptedVolunteer(slots, request -> request.answer(replies.get(request.compiler())));
  }

  /** One that does nothing until the test takes requests and answers them. */
  static ScriptedVolunteer holding(int slots) throws IOException {
    return new ScriptedVolunteer(slots, request -> {});
  }

  /** Answers all that are held and all that will come with one of these after the other. */
  void answerFromNowOn(byte[]... replies) {
    AtomicInteger next = new AtomicInteger();
    orders.add(() -> {
      script = request -> request.answer(replies[next.getAndIncrement() % replies.length]);
      List<Request> held = new ArrayList<>();
      arrived.drainTo(held);
      held.forEach(script);
    });
    selector.wakeup();
  }

  /** As it stands in a dispatcher's list of volunteers, {@code host:port/slots}. */
  String volunteer() {
    return "127.0.0.1:%d/%d".formatted(port(), slots);
  }

  /** The next whole request in the order of their arrival. */
  Request awaitRequest() throws InterruptedException {
    Request request = arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request within " + PATIENCE);
    }
    return request;
  }

  /** Whole requests so far. */
  int requests() {
    return requests.get();
  }

  /** The most connections that ever stood at a time. */
  int mostOpen() {
    return mostOpen.get();
  }

  /** Waits until so many connections stand. */
  void awaitOpen(int number) {
    await(number + " connections stand").atMost(PATIENCE).until(() -> openNow.get() == number);
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }

  private int port() {
    return listener.socket().getLocalPort();
  }

  private void run() {
    try (listener) {
      while (selector.isOpen()) {
        selector.select();
        if (selector.isOpen()) {
          turn();
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      List.copyOf(open).forEach(Request::end);
    }
  }

  private void turn() throws IOException {
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
    List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
    selector.selectedKeys().clear();
    for (SelectionKey key : ready) {
      if (key.isValid() && key.isAcceptable()) {
        accept();
      } else if (key.isValid() && key.attachment() instanceof Request request) {
        request.flush();
        request.read();
      }
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = listener.accept();
    if (channel != null) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Request(channel));
    }
  }

  private void count(Request fresh) {
    List.copyOf(open).forEach(Request::read);
    open.add(fresh);
    openNow.set(open.size());
    mostOpen.accumulateAndGet(open.size(), Math::max);
  }

  /** One connection and the request that it carries. */
  final class Request {
    private final SocketChannel channel;
    private final RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private ByteBuffer reply = ByteBuffer.allocate(0);
    private boolean answered;
    private boolean isCanary;

    private Request(SocketChannel channel) {
      this.channel = channel;
    }

    /** The request's first argument. */
    String compiler() {
      return scanner.compiler();
    }

    /** Sends this and then hangs up; nothing at all to hang up at once. */
    void answer(byte[] whole) {
      orders.add(() -> {
        reply = ByteBuffer.wrap(whole);
        answered = true;
        flush();
      });
      selector.wakeup();
    }

    private void flush() {
      try {
        channel.write(reply);
        if (reply.hasRemaining()) {
          channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, this);
        } else if (answered) {
          end();
        }
      } catch (IOException e) {
        end();
      }
    }

    private void read() {
      try {
        int read = channel.read(buffer.clear());
        if (read < 0) {
          end();
        } else if (read > 0) {
          take(buffer.flip());
        }
      } catch (IOException | MalformedException e) {
        end();
      }
    }

    private void take(ByteBuffer bytes) throws MalformedException {
      if (scanner.isUntouched()) {
        isCanary = StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString().contains(CANARY);
        if (!isCanary) {
          count(this);
        }
      }
      scanner.scan(bytes);
      if (scanner.isComplete() && isCanary) {
        answer(CANARY_DONE);
      } else if (scanner.isComplete()) {
        requests.incrementAndGet();
        arrived.add(this);
        script.accept(this);
      }
    }

    private void end() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      open.remove(this);
      openNow.set(open.size());
    }
  }
}
