package dev.compilefarm.dispatcher.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the real clock; when it is to send what is decided in {@link EventPacing}. */
@Timeout(120)
class LoadStreamTest {
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private final LoadStream stream = new LoadStream(this::look, this::format, System::nanoTime);

  @AfterEach
  void end() throws InterruptedException {
    stream.end();
  }

  @Test
  void eachSubscriberSeesThePresentStateAndThenChanges() {
    queued.set(3);
    AssertSubscriber<String> first = subscribe();
    awaitLast("3", first);
    queued.set(4);
    stream.changed();
    awaitLast("4", first);
    AssertSubscriber<String> second = subscribe();
    awaitLast("4", second);
    assertEquals(List.of("3", "4"), first.getItems());
    assertEquals(List.of("4"), second.getItems());
  }

  @Test
  void oneLookServesAll() {
    List<AssertSubscriber<String>> all = new ArrayList<>();
    for (int i = 0; i < LoadStream.SUBSCRIBERS_MAX; i++) {
      all.add(subscribe());
    }
    await("all know the present state").until(() -> allHave("0", all));
    int before = looks.get();
    queued.set(1);
    stream.changed();
    await("all know the change").until(() -> allHave("1", all));
    // One for the change; more only if a heartbeat fell into the same moment on a slow machine.
    assertTrue(looks.get() - before < LoadStream.SUBSCRIBERS_MAX, "looks: " + looks.get());
  }

  @Test
  void whatIsCalledAChangeAndIsNoneIsNotTold() {
    AssertSubscriber<String> subscriber = subscribe();
    awaitLast("0", subscriber);
    int before = looks.get();
    stream.changed();
    await("the look that finds nothing").until(() -> looks.get() > before);
    queued.set(1);
    stream.changed();
    awaitLast("1", subscriber);
    assertEquals(List.of("0", "1"), subscriber.getItems());
  }

  @Test
  void withoutSubscribersNobodyLooks() {
    AssertSubscriber<String> subscriber = subscribe();
    awaitLast("0", subscriber);
    subscriber.cancel();
    await("the subscriber is gone").until(() -> stream.subscribers() == 0);
    int before = looks.get();
    stream.changed();
    AssertSubscriber<String> next = subscribe();
    awaitLast("0", next);
    assertTrue(looks.get() <= before + 1, "one look for the newcomer, none before");
  }

  @Test
  void oneMoreThanThereIsRoomForGetsNothing() {
    List<AssertSubscriber<String>> all = new ArrayList<>();
    for (int i = 0; i < LoadStream.SUBSCRIBERS_MAX; i++) {
      assertFalse(stream.isFull());
      all.add(subscribe());
    }
    assertTrue(stream.isFull());
    subscribe().assertHasNotReceivedAnyItem().assertCompleted();

    all.getFirst().cancel();
    assertFalse(stream.isFull());
    awaitLast("0", subscribe());
  }

  @Test
  void aLookThatFailsIsNotTheEnd() {
    AssertSubscriber<String> subscriber = subscribe();
    awaitLast("0", subscriber);
    int before = looks.get();
    queued.set(-1);
    stream.changed();
    await("the look that fails").until(() -> looks.get() > before);
    queued.set(2);
    stream.changed();
    awaitLast("2", subscriber);
  }

  @Test
  void whenItEndsSoDoesWhatEverySubscriberSees() throws InterruptedException {
    AssertSubscriber<String> before = subscribe();
    awaitLast("0", before);
    stream.end();
    before.assertCompleted();
    subscribe().assertHasNotReceivedAnyItem().assertCompleted();
  }

  private AssertSubscriber<String> subscribe() {
    return stream.events().subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private LoadView look() {
    looks.incrementAndGet();
    if (queued.get() < 0) {
      throw new IllegalStateException("as the test wants it");
    }
    return Loads.queued(queued.get(), 0);
  }

  private String format(LoadView load) {
    return Integer.toString(load.queued());
  }

  private static void awaitLast(String event, AssertSubscriber<String> subscriber) {
    await("the event " + event)
        .atMost(Duration.ofSeconds(30))
        .until(() -> allHave(event, List.of(subscriber)));
  }

  private static boolean allHave(String event, List<AssertSubscriber<String>> subscribers) {
    return subscribers.stream().allMatch(subscriber -> event.equals(subscriber.getLastItem()));
  }
}
