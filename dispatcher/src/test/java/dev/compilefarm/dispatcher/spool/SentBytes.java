package dev.compilefarm.dispatcher.spool;

import dev.compilefarm.dispatcher.transport.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Reads a message as a peer does to which it is sent. */
public final class SentBytes {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private SentBytes() {}

  /** What a peer gets of it, from one of its bytes on. */
  public static byte[] of(Spool spool, int from) throws Exception {
    try (Peers peers = new Peers()) {
      CompletableFuture<Void> sender =
          CompletableFuture.runAsync(
              () -> {
                try {
                  spool.sendTo(peers.from, from, Pace.steady(PATIENCE));
                  peers.from.close();
                } catch (IOException e) {
                  peers.from.close();
                  throw new CompletionException(e);
                }
              },
              task -> Thread.ofVirtual().start(task));
      byte[] received = peers.to.getInputStream().readAllBytes();
      try {
        sender.get();
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
      return received;
    }
  }
}
