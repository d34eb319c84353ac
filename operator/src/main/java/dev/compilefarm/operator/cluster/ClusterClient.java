package dev.compilefarm.operator.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the client of the API server, in place of the framework's own. */
final class ClusterClient {

  @Produces
  @Singleton
  KubernetesSerialization reading(
      @KubernetesClientObjectMapper ObjectMapper mapper,
      @KubernetesResources Class<? extends KubernetesResource>[] kinds,
      MeterRegistry registry) {
    return new LenientReading(
        mapper, List.of(kinds), registry.counter("compilefarm.operator.unreadable"));
  }

  @Produces
  @ApplicationScoped
  KubernetesClient client(
      KubernetesSerialization reading,
      Config config,
      Vertx vertx,
      @ConfigProperty(name = "compilefarm.watch-silence") Duration silence) {
    return new KubernetesClientBuilder()
        .withKubernetesSerialization(reading)
        .withConfig(config)
        .withHttpClientFactory(new WatchedHttp(vertx, silence))
        .build();
  }

  void close(@Disposes KubernetesClient client) {
    client.close();
  }
}
