package dev.compilefarm.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceFactTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          {}                                                                          | none
          {loadBalancer: {}}                                                          | none
          {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}                                | 192.0.2.1
          {loadBalancer: {ingress: [{ip: '2001:db8::1'}]}}                            | [2001:db8::1]
          {loadBalancer: {ingress: [{hostname: farm.example.com}, {ip: 192.0.2.1}]}}  | farm.example.com
          {loadBalancer: {ingress: [{hostname: '', ip: 192.0.2.1}]}}                  | 192.0.2.1
          """)
  void knowsTheHostOfTheLoadBalancer(String status, String host) {
    assertEquals(
        Optional.ofNullable(host),
        fact("{metadata: {}, status: %s}".formatted(status)).externalHost());
  }

  @Test
  void knowsWhetherTheOperatorWroteThePolicyOfFamilies() {
    String managed =
        """
        {metadata: {managedFields: [
          {manager: %s, operation: Apply, fieldsV1: {'f:spec': {'f:selector': {}, '%s': {}}}},
          {manager: somebody, operation: Update, fieldsV1: {'f:spec': {'f:ipFamilyPolicy': {}}}}]}}
        """;

    assertEquals(
        true,
        fact(managed.formatted("compilefarm-operator", "f:ipFamilyPolicy")).familyPolicyIsOurs());
    assertEquals(
        false, fact(managed.formatted("compilefarm-operator", "f:type")).familyPolicyIsOurs());
    assertEquals(
        false, fact(managed.formatted("kubectl", "f:ipFamilyPolicy")).familyPolicyIsOurs());
  }

  private static ServiceFact fact(String yaml) {
    return ServiceFact.of(YAML.unmarshal("---\n" + yaml, Service.class));
  }
}
