package dev.compilefarm.dispatcher.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolunteerPodTest {

  @Test
  void readsWhatThePodSays() {
    assertEquals(
        new VolunteerPod(
            "v1",
            "0b5c",
            4,
            false,
            false,
            false,
            true,
            Optional.of("node-1"),
            List.of(InetAddress.ofLiteral("10.0.0.7")),
            Set.of(),
            Optional.empty(),
            List.of()),
        Pods.running("True").read());
    assertEquals(
        Set.of("10.9.0.1", "fd00:0:0:0:0:0:0:1"),
        Pods.running("True")
            .status("hostIP", "'10.9.0.1'")
            .status("hostIPs", "[{'ip': '10.9.0.1'}, {'ip': 'fd00::1'}, {'ip': 'none'}]")
            .read()
            .nodeAddresses());
    assertFalse(Pods.running("False").read().ready());
    assertTrue(Pods.running("True").deleted().read().deleted());
    assertTrue(Pods.running("True").phase("Failed").read().ended());
  }

  /** Who may make pods copies labels easily; a job's source would go there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{'kind': 'ReplicaSet', 'name': 'main-volunteers-6c8f'}",
        "{'kind': 'ReplicaSet', 'name': 'main-volunteers-other', 'controller': true}",
        "{'kind': 'ReplicaSet', 'name': 'other-volunteers-6c8f', 'controller': true}",
        "{'kind': 'Job', 'name': 'main-volunteers-6c8f', 'controller': true}"
      })
  void hasNoSlotsUnlessTheVolunteersDeploymentMadeIt(String owner) {
    VolunteerPod pod = Pods.running("True").ownedBy(owner).read();

    assertEquals(0, pod.slots());
    assertEquals(1, pod.oddities().size(), pod.oddities()::toString);
    assertTrue(pod.oddities().getFirst().contains("Deployment"), pod.oddities()::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {VolunteerPod.NO_NEW_JOBS, VolunteerPod.NO_NEW_JOBS_BEFORE})
  void drainsByTheWordOfThisVersionAndOfThePrevious(String annotation) {
    assertTrue(Pods.running("True").annotation(annotation, "'true'").read().drains());
    assertFalse(Pods.running("True").annotation(annotation, "'false'").read().drains());
    assertFalse(Pods.running("True").annotation(annotation, "null").read().drains());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"''", "'many'", "'0'", "'-1'", "'1e3'", "' 4'", "null", "{}", "[4]", "true"})
  void hasNoSlotsWhereItDoesNotSaySo(String slots) {
    VolunteerPod pod = Pods.running("True").slots(slots).read();
    assertEquals(0, pod.slots());
    assertEquals(1, pod.oddities().size(), pod::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'201'", "'2000000000'", "'4294967300'", "'99999999999999999999999999999'"})
  void hasNoMoreSlotsThanDistccdTakes(String slots) {
    VolunteerPod pod = Pods.running("True").slots(slots).read();
    assertEquals(200, pod.slots());
    assertEquals(
        List.of(
            "annotation compilefarm.dev/slots is %s; it counts as 200, the most that distccd takes"
                .formatted(slots)),
        pod.oddities());
  }

  @Test
  void readsNumbersInTheirUsualSpellings() {
    assertEquals(200, Pods.running("True").slots("'200'").read().slots());
    assertEquals(4, Pods.running("True").slots("'+004'").read().slots());
    assertEquals(List.of(), Pods.running("True").slots("'200'").read().oddities());
  }

  @Test
  void knowsAnAddressInEachSpellingAndOnce() {
    assertEquals(
        List.of(InetAddress.ofLiteral("fd00::7"), InetAddress.ofLiteral("10.0.0.7")),
        Pods.running("True")
            .address("fd00:0:0:0:0:0:0:7", "fd00::7", "10.0.0.7", "::ffff:10.0.0.7")
            .read()
            .addresses());
  }

  @Test
  void leavesOutAnAddressThatIsNone() {
    VolunteerPod pod = Pods.running("True").address("localhost", "10.0.0.7").read();
    assertEquals(List.of(InetAddress.ofLiteral("10.0.0.7")), pod.addresses());
    assertEquals("its address 'localhost' is none; it does not count", pod.oddities().getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "'x'", "[]", "{}", "null", "[null, 7, 'x', {}, [[]]]"})
  void takesFieldsOfAnotherTypeForMissing(String odd) {
    VolunteerPod pod =
        Pods.running("True")
            .status("podIPs", odd)
            .status("conditions", odd)
            .status("phase", odd)
            .annotation(VolunteerPod.NO_NEW_JOBS, "null")
            .read();
    assertEquals(List.of(InetAddress.ofLiteral("10.0.0.7")), pod.addresses());
    assertFalse(pod.ready());
    assertFalse(pod.isLeaving());
    VolunteerPod bare =
        VolunteerPod.read(
            Pods.json(
                "{'metadata': {'name': 'v1', 'uid': '0b5c', 'annotations': %s}, 'status': %s}"
                    .formatted(odd, odd)));
    assertEquals(0, bare.slots());
    assertEquals(List.of(), bare.addresses());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "[]",
        "{}",
        "{'metadata': []}",
        "{'metadata': {'name': 'v1'}}",
        "{'metadata': {'name': 'v1', 'uid': 7}}",
        "{'metadata': {'name': '', 'uid': '0b5c'}}"
      })
  void isNoneWithoutNameAndUid(String json) {
    assertThrows(IllegalArgumentException.class, () -> VolunteerPod.read(Pods.json(json)));
  }

  @Test
  void hasNameAndUidOfBoundedLength() {
    assertEquals("v".repeat(253), Pods.scheduled().named("v".repeat(253), "u").read().name());
    assertThrows(
        IllegalArgumentException.class, () -> Pods.scheduled().named("v".repeat(254), "u").read());
    assertThrows(
        IllegalArgumentException.class, () -> Pods.scheduled().named("v1", "u".repeat(129)).read());
  }

  @Test
  void tellsOddTextsShortAndOnOneLine() {
    String odd =
        Pods.running("True").slots("'a\\n" + "b".repeat(1000) + "'").read().oddities().getFirst();
    assertTrue(odd.startsWith("annotation compilefarm.dev/slots is 'a?bbb"), odd);
    assertTrue(odd.length() < 400, odd);
  }
}
