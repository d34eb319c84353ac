package dev.compilefarm.evidence.reality;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.Messages;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.ReplyScanner;
import dev.compilefarm.evidence.build.Task;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * One user's client of the draft of 2003: it preprocesses, connects to several servers, and gives
 * the job to the first that says it is ready; the others it leaves. May be used by many threads.
 */
final class FirstReadyClient {

  /** As {@code --localslots_cpp} of distcc. */
  private static final int PREPROCESSED_AT_A_TIME = 8;

  private static final int BUFFER_BYTES = 64 << 10;

  private final SleepingCompiler compiler;
  private final List<Integer> servers;
  private final int asked;
  private final Semaphore preprocessing = new Semaphore(PREPROCESSED_AT_A_TIME, true);

  /**
   * One without jobs.
   *
   * @param servers ports of {@link ReadyServer}s
   * @param asked servers for each job
   */
  FirstReadyClient(SleepingCompiler compiler, List<Integer> servers, int asked) {
    this.compiler = compiler;
    this.servers = List.copyOf(servers);
    this.asked = asked;
  }

  /** Has it compiled. */
  void compile(Path folder, Task task) throws IOException, InterruptedException {
    byte[] source = preprocess(folder, task);
    String object = MakefileText.target(task);
    byte[] request =
        Messages.request(1, List.of("sleepcc", "-c", task.source(), "-o", object), source);
    try (SocketChannel server = firstReady()) {
      send(server, request);
      awaitReply(server);
    } catch (MalformedException e) {
      throw new IOException(e);
    }
    Files.writeString(folder.resolve(object), "made by a volunteer\n");
  }

  /** Does what is not sent. */
  void link(Path folder, Task task) throws IOException, InterruptedException {
    run(folder, "--link", Double.toString(task.seconds()), "-o", MakefileText.target(task));
  }

  private byte[] preprocess(Path folder, Task task) throws IOException, InterruptedException {
    preprocessing.acquire();
    try {
      return run(folder, "-E", task.source());
    } finally {
      preprocessing.release();
    }
  }

  private byte[] run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(compiler.program().toString()));
    Collections.addAll(command, arguments);
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    byte[] output = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("%s ended with %d".formatted(command, process.exitValue()));
    }
    return output;
  }

  private SocketChannel firstReady() throws IOException {
    List<Integer> chosen = new ArrayList<>(servers);
    Collections.shuffle(chosen);
    List<SocketChannel> guests = new ArrayList<>();
    SocketChannel first;
    try (Selector selector = Selector.open()) {
      for (int port : chosen.subList(0, asked)) {
        SocketChannel guest =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        guests.add(guest);
        guest.configureBlocking(false);
        guest.register(selector, SelectionKey.OP_READ);
      }
      selector.select();
      first = (SocketChannel) selector.selectedKeys().iterator().next().channel();
      if (first.read(ByteBuffer.allocate(1)) != 1) {
        throw new EOFException("a server hung up that was asked");
      }
      guests.remove(first);
    } finally {
      for (SocketChannel guest : guests) {
        guest.close();
      }
    }
    first.configureBlocking(true);
    return first;
  }

  private static void send(SocketChannel server, byte[] request) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(request);
    while (content.hasRemaining()) {
      server.write(content);
    }
  }

  private static void awaitReply(SocketChannel server) throws IOException, MalformedException {
    ReplyScanner reply = new ReplyScanner(1, ProtocolLimits.DEFAULTS);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (!reply.isComplete()) {
      if (server.read(buffer.clear()) < 0) {
        throw new EOFException("hung up in mid-reply");
      }
      reply.scan(buffer.flip());
    }
    if (!reply.waitStatus().isSuccess()) {
      throw new IOException("the compiler failed with status " + reply.waitStatus());
    }
  }
}
