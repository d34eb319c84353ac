package dev.compilefarm.dispatcher.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownPodsTest {
  private final KnownPods pods = new KnownPods();

  @Test
  void areThoseOfTheLastListAndWhatHappenedSince() {
    pods.replace(List.of(page(pod("a")), page(pod("b"))));
    pods.replace(List.of(page(pod("b"), pod("c"))));
    pods.put(pod("d"));
    pods.remove(pod("c"));
    assertEquals(List.of("b", "d"), names());
  }

  @Test
  void keepOneWhosePredecessorIsGone() {
    pods.put(Pods.scheduled().named("a", "new").read());
    pods.remove(Pods.scheduled().named("a", "old").read());
    assertEquals(List.of("a"), names());
  }

  @Test
  void areNotThoseThatHaveEnded() {
    pods.replace(List.of(page(pod("a"), Pods.scheduled().named("b", "b").phase("Failed").read())));
    assertEquals(List.of("a"), names());
    pods.put(Pods.scheduled().named("a", "a").phase("Succeeded").read());
    assertEquals(List.of(), names());
  }

  @Test
  void sayWhatIsOddOnce() {
    VolunteerPod odd = Pods.running("True").slots("'1000'").read();
    assertEquals(1, pods.put(odd).size());
    assertEquals(List.of(), pods.put(odd));
    assertEquals(List.of(), pods.replace(List.of(page(odd))));
    assertEquals(1, pods.put(Pods.running("True").slots("'1001'").read()).size());
  }

  @Test
  void sayThatAPodCannotBeReadOnce() {
    PodPage page =
        new PodPage(
            List.of(pod("a")), Optional.empty(), Optional.empty(), List.of("a pod has no name"));
    assertEquals(List.of("a pod has no name"), pods.replace(List.of(page)));
    assertEquals(List.of(), pods.replace(List.of(page)));
    assertEquals(List.of("a"), names());
    pods.replace(List.of(page(pod("a"))));
    assertEquals(List.of("a pod has no name"), pods.replace(List.of(page)), "it had been mended");
  }

  @Test
  void areABoundedNumber() {
    VolunteerPod[] many =
        IntStream.range(0, KnownPods.PODS_MAX)
            .mapToObj(i -> pod("v" + i))
            .toArray(VolunteerPod[]::new);
    pods.replace(List.of(page(many)));
    List<String> news = pods.put(pod("one-more"));
    assertTrue(news.getFirst().startsWith("The farm has more than 10000 pods"), news::toString);
    assertEquals(List.of(), pods.put(pod("another")), "it is told once");
    assertEquals(KnownPods.PODS_MAX, names().size());
    pods.put(pod("v7"));
    pods.remove(pod("v8"));
    assertEquals(List.of(), pods.put(pod("one-more")));
    assertEquals(Optional.of(pod("one-more")), pods.find("one-more"));
  }

  private List<String> names() {
    return pods.all().stream().map(VolunteerPod::name).sorted().toList();
  }

  private static VolunteerPod pod(String name) {
    return Pods.scheduled().named(name, name).read();
  }

  private static PodPage page(VolunteerPod... pods) {
    return new PodPage(List.of(pods), Optional.empty(), Optional.empty(), List.of());
  }
}
