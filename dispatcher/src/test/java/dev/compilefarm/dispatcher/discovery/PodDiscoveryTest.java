package dev.compilefarm.dispatcher.discovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What no API server can bring about: its thread ends, or hangs. */
@Timeout(60)
class PodDiscoveryTest {
  private static final Duration AGE_MAX = Duration.ofSeconds(60);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicInteger restarts = new AtomicInteger();
  private final List<ListFault> faults = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final Dispatch dispatch =
      new Dispatch(
          new QueueLimits(10, Duration.ofMinutes(1), 3, 10, Duration.ofMinutes(1)),
          new TenantShares(Map.of(), TenantShare.equal(10)),
          nanos::get,
          job -> {});

  @AfterEach
  void end() {
    never.countDown();
  }

  @Test
  void goesOnAfterTheEndOfItsThread() {
    try (PodDiscovery discovery =
        discovery(() -> {
          throw new StackOverflowError("a defect");
        })) {
      discovery.tick();
      await("the first list is asked for")
          .dontCatchUncaughtExceptions()
          .until(() -> lists.get() == 1);
      await("the list is there")
          .dontCatchUncaughtExceptions()
          .until(() -> {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            discovery.tick();
            return discovery.isComplete();
          });
      assertEquals(1, restarts.get());
      assertKnowsThePod(discovery);
    }
  }

  @Test
  void goesOnAfterADefectWithTheSameThread() {
    try (PodDiscovery discovery =
        discovery(() -> {
          throw new IllegalStateException("a defect");
        })) {
      discovery.tick();
      await("the list is there").until(discovery::isComplete);
      discovery.tick();
      assertEquals(List.of(ListFault.INTERNAL), faults);
      assertEquals(0, restarts.get());
      assertKnowsThePod(discovery);
    }
  }

  @Test
  void doesNotWaitForAThreadThatHangs() {
    try (PodDiscovery discovery = discovery(this::hang)) {
      discovery.tick();
      await("the first list is asked for")
          .dontCatchUncaughtExceptions()
          .until(() -> lists.get() == 1);
      nanos.addAndGet(AGE_MAX.multipliedBy(2).toNanos());
      discovery.tick();
      assertEquals(0, restarts.get(), "it may be slow");
      assertFalse(discovery.isComplete());
      nanos.addAndGet(AGE_MAX.toNanos());
      discovery.tick();
      await("the list is there").until(discovery::isComplete);
      assertEquals(1, restarts.get());
      assertKnowsThePod(discovery);
    }
  }

  @Test
  void endsWhenItIsClosed() {
    PodDiscovery discovery = discovery(() -> {});
    discovery.tick();
    await("the list is there").until(discovery::isComplete);
    discovery.close();
    int asked = lists.get();
    nanos.addAndGet(AGE_MAX.multipliedBy(10).toNanos());
    discovery.tick();
    assertEquals(0, restarts.get());
    assertEquals(asked, lists.get());
    assertTrue(discovery.isComplete());
  }

  private void assertKnowsThePod(PodDiscovery discovery) {
    assertEquals(1, dispatch.snapshot().volunteers().size());
    assertEquals(
        ReportVerdict.TAKEN,
        discovery.listens("v1", Pods.UID, InetAddress.ofLiteral("10.0.0.7"), Optional.empty()));
  }

  /** Of an API with one pod, in front of which something happens at the first list. */
  private PodDiscovery discovery(Runnable firstList) {
    PodApi api =
        new PodApi() {
          @Override
          public InputStream list(Optional<String> next) {
            if (lists.incrementAndGet() == 1) {
              firstList.run();
            }
            String list = "{\"items\": [" + Pods.running("True").tree() + "]}";
            return new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public InputStream watch(Optional<String> version, Duration length, Duration silence)
              throws InterruptedException {
            never.await();
            return InputStream.nullInputStream();
          }
        };
    DiscoveryObserver observer =
        new DiscoveryObserver() {
          @Override
          public void failed(ListFault fault) {
            faults.add(fault);
          }

          @Override
          public void restarted() {
            restarts.incrementAndGet();
          }
        };
    return new PodDiscovery(api, dispatch, observer, AGE_MAX);
  }

  /** Not even to be interrupted. */
  private void hang() {
    boolean interrupted = false;
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
