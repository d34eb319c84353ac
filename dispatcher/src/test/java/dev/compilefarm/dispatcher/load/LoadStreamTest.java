package dev.compilefarm.dispatcher.load;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.http.Origin;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.net.InetAddress;
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
  private static final Origin ORIGIN = Origin.of(InetAddress.getLoopbackAddress());
  private static final Reader STRANGER = new Reader(ORIGIN, false);
  private static final Reader OPERATOR = new Reader(ORIGIN, true);

  private volatile String padding = "";
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
      assertTrue(stream.hasRoomFor(STRANGER));
      all.add(subscribe());
    }
    assertFalse(stream.hasRoomFor(STRANGER));
    subscribe().assertHasNotReceivedAnyItem().assertCompleted();

    all.getFirst().cancel();
    assertTrue(stream.hasRoomFor(STRANGER));
    awaitLast("0", subscribe());
  }

  @Test
  void theOperatorHasAPlaceThatOthersCannotTake() {
    for (int i = 0; i < LoadStream.SUBSCRIBERS_MAX; i++) {
      awaitLast("0", subscribe());
    }
    assertTrue(stream.hasRoomFor(OPERATOR));
    AssertSubscriber<String> operator = subscribe(OPERATOR);
    awaitLast("0", operator);
    subscribe().assertCompleted();
    queued.set(1);
    stream.changed();
    awaitLast("1", operator);
  }

  @Test
  void theNewestOperatorsReplaceTheOldest() {
    List<AssertSubscriber<String>> operators = new ArrayList<>();
    for (int i = 0; i <= LoadStream.OPERATORS_MAX; i++) {
      operators.add(subscribe(OPERATOR));
      awaitLast("0", operators.getLast());
    }
    operators.removeFirst().awaitCompletion();
    queued.set(1);
    stream.changed();
    await("the newest know the change").until(() -> allHave("1", operators));
  }

  @Test
  void ofALargeFarmTheOperatorSeesEachChangeAndOthersTheLastOne() {
    padding = "x".repeat(1 << 20);
    AssertSubscriber<String> stranger = subscribe();
    AssertSubscriber<String> operator = subscribe(OPERATOR);
    awaitLast(event(0), operator);
    for (int i = 1; i <= 5; i++) {
      queued.set(i);
      stream.changed();
      awaitLast(event(i), operator);
    }
    awaitLast(event(5), stranger);
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

  @Test
  void whatChangedJustBeforeTheEndIsToldBeforeIt() throws InterruptedException {
    AssertSubscriber<String> stranger = subscribe();
    AssertSubscriber<String> operator = subscribe(OPERATOR);
    awaitLast("0", stranger);
    awaitLast("0", operator);
    for (int i = 1; i <= 3; i++) {
      queued.set(i);
      stream.changed();
    }
    stream.end();
    stranger.assertCompleted();
    operator.assertCompleted();
    assertEquals("3", stranger.getLastItem());
    assertEquals("3", operator.getLastItem());
  }

  private AssertSubscriber<String> subscribe() {
    return subscribe(STRANGER);
  }

  private AssertSubscriber<String> subscribe(Reader reader) {
    return stream
        .events(reader)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private LoadView look() {
    looks.incrementAndGet();
    if (queued.get() < 0) {
      throw new IllegalStateException("as the test wants it");
    }
    return Loads.queued(queued.get(), 0);
  }

  private String format(LoadView load) {
    return event(load.queued());
  }

  private String event(int queued) {
    return queued + padding;
  }

  private static void awaitLast(String event, AssertSubscriber<String> subscriber) {
    await("the event " + event.substring(0, 1))
        .atMost(Duration.ofSeconds(30))
        .until(() -> allHave(event, List.of(subscriber)));
  }

  private static boolean allHave(String event, List<AssertSubscriber<String>> subscribers) {
    return subscribers.stream().allMatch(subscriber -> event.equals(subscriber.getLastItem()));
  }
}
