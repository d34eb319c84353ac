package dev.compilefarm.dispatcher.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NameResolverTest {
  private static final Duration LIMIT = Duration.ofSeconds(50);
  private static final InetAddress FOUND = InetAddress.ofLiteral("10.0.0.7");

  private final AtomicInteger lookups = new AtomicInteger();

  @Test
  void doesNotLookAnAddressUp() throws Exception {
    NameResolver resolver = new NameResolver(this::find);
    assertEquals(List.of(FOUND), resolver.resolve("10.0.0.7", LIMIT));
    assertEquals(List.of(InetAddress.ofLiteral("fd00::1")), resolver.resolve("fd00::1", LIMIT));
    assertEquals(0, lookups.get());
  }

  @Test
  void looksANameUpEachTimeThatNobodyDoes() throws Exception {
    NameResolver resolver = new NameResolver(this::find);
    assertEquals(List.of(FOUND), resolver.resolve("v1", LIMIT));
    assertEquals(List.of(FOUND), resolver.resolve("v1", LIMIT));
    assertEquals(2, lookups.get());
  }

  @Test
  void asksTheSystem() throws Exception {
    assertTrue(new NameResolver().resolve("localhost", LIMIT).getFirst().isLoopbackAddress());
  }

  @Test
  void saysThatANameIsUnknownAndTriesAgain() throws Exception {
    NameResolver resolver =
        new NameResolver(host -> {
          if (lookups.incrementAndGet() == 1) {
            throw new UnknownHostException("no such name");
          }
          return List.of(FOUND);
        });
    UnknownHostException unknown =
        assertThrows(UnknownHostException.class, () -> resolver.resolve("v1", LIMIT));
    assertEquals("v1: no such name", unknown.getMessage());
    assertEquals(List.of(FOUND), resolver.resolve("v1", LIMIT));
  }

  @Test
  void holdsNoCarrierAndOneThreadForEachNameThatHangs() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    NameResolver resolver =
        new NameResolver(host -> host.equals("well") ? find(host) : hang(host, answer));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<InetAddress>>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(threads.submit(() -> resolver.resolve("hangs", LIMIT)));
      }
      await("the name is looked up").until(() -> lookups.get() == 1);
      assertEquals(List.of(FOUND), threads.submit(() -> resolver.resolve("well", LIMIT)).get());
      answer.countDown();
      for (Future<List<InetAddress>> one : waiting) {
        assertEquals(List.of(FOUND), one.get());
      }
    }
  }

  @Test
  void waitsOnlySoLong() {
    CountDownLatch answer = new CountDownLatch(1);
    NameResolver resolver = new NameResolver(host -> hang(host, answer));
    assertThrows(UnknownHostException.class, () -> resolver.resolve("hangs", Duration.ofMillis(1)));
    assertThrows(UnknownHostException.class, () -> resolver.resolve("hangs", Duration.ofMillis(1)));
    await("the name is looked up").until(() -> lookups.get() == 1);
    answer.countDown();
  }

  private List<InetAddress> find(String host) {
    assertFalse(Thread.currentThread().isVirtual(), host);
    lookups.incrementAndGet();
    return List.of(FOUND);
  }

  private List<InetAddress> hang(String host, CountDownLatch answer) throws UnknownHostException {
    List<InetAddress> found = find(host);
    try {
      answer.await();
      return found;
    } catch (InterruptedException e) {
      throw new UnknownHostException(host);
    }
  }
}
