package dev.compilefarm.operator.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapper;
import io.quarkus.kubernetes.client.KubernetesResources;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the client of the API server, in place of the framework's own. */
final class ClusterClient {

  /**
   * @param kinds those that the framework found in the classes of this operator
   */
  @Produces
  @Singleton
  // The framework's bean is of the raw type.
  @SuppressWarnings({"rawtypes", "unchecked"})
  KubernetesSerialization reading(
      @KubernetesClientObjectMapper ObjectMapper mapper,
      @KubernetesResources Class[] kinds,
      MeterRegistry registry) {
    return new LenientReading(
        mapper,
        List.of((Class<? extends KubernetesResource>[]) kinds),
        registry.counter("compilefarm.operator.unreadable"));
  }

  @Produces
  @ApplicationScoped
  KubernetesClient client(
      KubernetesSerialization reading, Config cluster, Vertx vertx, OperatorConfig config) {
    return new KubernetesClientBuilder()
        .withKubernetesSerialization(reading)
        .withConfig(cluster)
        .withHttpClientFactory(new WatchedHttp(vertx, config.watchSilence()))
        .build();
  }

  void close(@Disposes KubernetesClient client) {
    client.close();
  }
}
