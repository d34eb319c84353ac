package dev.compilefarm.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ResourcesSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the dispatcher's container asks for, and what it may have. */
class DispatcherResourcesTest {
  @Test
  void hasLimitsThatQuotaAsksFor() {
    assertResources("{}", "100m", "256Mi", "2", "512Mi");
  }

  @Test
  void mapOfTheFarmTakesThePlaceOfOurs() {
    assertResources("{limits: {cpu: 4, memory: 2Gi}}", "100m", "256Mi", "4", "2Gi");
    assertResources("{requests: {cpu: 500m, memory: 300Mi}}", "500m", "300Mi", "2", "512Mi");
  }

  @Test
  void limitOnCpuIsLeftOutBesideOneOnMemory() {
    assertEquals(
        Map.of("memory", new Quantity("1Gi")), resources("{limits: {memory: 1Gi}}").getLimits());
  }

  @Test
  void limitOnMemoryIsAlwaysThere() {
    assertResources("{limits: {cpu: 4}}", "100m", "256Mi", "4", "512Mi");
  }

  @Test
  void whatIsLeftOfOursGivesWay() {
    assertResources("{requests: {cpu: 3, memory: 1Gi}}", "3", "1Gi", "3", "1Gi");
    assertResources("{limits: {cpu: 50m, memory: 128Mi}}", "50m", "128Mi", "50m", "128Mi");
  }

  private static void assertResources(
      String farms, String cpuRequest, String memoryRequest, String cpuLimit, String memoryLimit) {
    ResourceRequirements resources = resources(farms);

    assertEquals(pair(cpuRequest, memoryRequest), resources.getRequests());
    assertEquals(pair(cpuLimit, memoryLimit), resources.getLimits());
  }

  private static Map<String, Quantity> pair(String cpu, String memory) {
    return Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory));
  }

  private static ResourceRequirements resources(String farms) {
    return DispatcherResources.of(
        new KubernetesSerialization().unmarshal("---\n" + farms, ResourcesSpec.class));
  }
}
