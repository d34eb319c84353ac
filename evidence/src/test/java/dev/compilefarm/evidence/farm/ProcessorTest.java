package dev.compilefarm.evidence.farm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.simulation.EventQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  private final EventQueue events = new EventQueue();
  private final Meter meter = new Meter(events::now);
  private final List<String> ended = new ArrayList<>();

  private Processor withCores(int cores) {
    return new Processor(events, meter, cores, 1);
  }

  private Processor.Run start(Processor processor, String name, double seconds) {
    return processor.start(seconds, () -> ended.add("%s %.2f".formatted(name, events.now() / 1e9)));
  }

  private void toEnd() {
    boolean isMore = true;
    while (isMore) {
      isMore = events.next();
    }
  }

  @Test
  void aCompileUsesOneCore() {
    Processor processor = withCores(2);
    Processor.Run _ = start(processor, "a", 1);
    Processor.Run _ = start(processor, "b", 2);
    toEnd();

    assertEquals(List.of("a 1.00", "b 2.00"), ended);
  }

  @Test
  void moreCompilesThanCoresShareThem() {
    Processor processor = withCores(1);
    Processor.Run _ = start(processor, "a", 1);
    Processor.Run _ = start(processor, "b", 2);
    toEnd();

    // Both have half a core until the first one ends.
    assertEquals(List.of("a 2.00", "b 3.00"), ended);
  }

  @Test
  void aCancelledOneLeavesItsShareToOthers() {
    Processor processor = withCores(1);
    Processor.Run cancelled = start(processor, "a", 1);
    Processor.Run _ = start(processor, "b", 2);
    events.after(1, cancelled::cancel);
    toEnd();

    assertEquals(List.of("b 2.50"), ended);
  }

  @Test
  void aSlowerMachineTakesLonger() {
    Processor processor = withCores(1);
    Processor.Run _ = start(processor, "a", 2);
    events.after(1, () -> processor.setSpeed(0.5));
    toEnd();

    assertEquals(List.of("a 3.00"), ended);
  }

  @Test
  void coresThatIdleWhileCompilesShareOthersAreMetered() {
    Processor busy = withCores(1);
    Processor idle = withCores(1);
    Processor.Run _ = start(busy, "a", 1);
    Processor.Run _ = start(busy, "b", 1);
    toEnd();

    assertEquals(0, idle.running());
    assertEquals(2, meter.idleWhileWaitingSeconds(), 1e-6);
  }
}
