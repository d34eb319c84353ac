package dev.compilefarm.dispatcher.load;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.http.Origin;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SubscriberTest {
  private static final Reader READER =
      new Reader(Origin.of(InetAddress.getLoopbackAddress()), false);

  private final AtomicReference<Subscriber> created = new AtomicReference<>();
  private final AssertSubscriber<String> client = AssertSubscriber.create(1);

  SubscriberTest() {
    Multi.createFrom()
        .<String>emitter(
            emitter -> created.set(new Subscriber(READER, emitter)), BackPressureStrategy.LATEST)
        .subscribe()
        .withSubscriber(client);
  }

  @Test
  void whoIsSlowSeesTheNewestState() {
    assertFalse(created.get().hasBeenTold());
    created.get().tell("one");
    created.get().tell("two");
    created.get().tell("three");
    assertTrue(created.get().hasBeenTold());
    client.assertItems("one");
    client.request(1).assertItems("one", "three");
  }

  @Test
  void theEndComesAfterWhatWasTold() {
    created.get().tell("one");
    created.get().tell("last");
    created.get().end();
    client.assertNotTerminated();
    client.request(1).assertItems("one", "last").assertCompleted();
  }
}
