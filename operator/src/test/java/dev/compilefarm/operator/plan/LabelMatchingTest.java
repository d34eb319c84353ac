package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelMatchingTest {
  private static final Map<String, String> LABELS = Map.of("team", "a", "tier", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                             | true
          {matchLabels: {team: a}}                                                       | true
          {matchLabels: {team: a, tier: ''}}                                             | true
          {matchLabels: {team: b}}                                                       | false
          {matchLabels: {stage: a}}                                                      | false
          {matchExpressions: [{key: team, operator: In, values: [b, a]}]}                | true
          {matchExpressions: [{key: team, operator: In, values: [b]}]}                   | false
          {matchExpressions: [{key: stage, operator: In, values: [a]}]}                  | false
          {matchExpressions: [{key: team, operator: NotIn, values: [b]}]}                | true
          {matchExpressions: [{key: team, operator: NotIn, values: [a]}]}                | false
          {matchExpressions: [{key: stage, operator: NotIn, values: [a]}]}               | true
          {matchExpressions: [{key: tier, operator: Exists}]}                            | true
          {matchExpressions: [{key: stage, operator: Exists}]}                           | false
          {matchExpressions: [{key: stage, operator: DoesNotExist}]}                     | true
          {matchExpressions: [{key: team, operator: DoesNotExist}]}                      | false
          {matchExpressions: [{key: team, operator: Like, values: [a]}]}                 | false
          {matchLabels: {team: a}, matchExpressions: [{key: tier, operator: DoesNotExist}]} | false
          """)
  void selects(String selector, boolean selected) {
    assertEquals(
        selected,
        LabelMatching.matches(
            new KubernetesSerialization().unmarshal("---\n" + selector, LabelSelector.class),
            LABELS));
  }
}
