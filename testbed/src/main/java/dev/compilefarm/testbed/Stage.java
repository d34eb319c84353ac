package dev.compilefarm.testbed;

import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.CiImage;
import dev.compilefarm.testbed.cluster.Cluster;
import dev.compilefarm.testbed.cluster.ProjectImage;
import dev.compilefarm.testbed.diagnostics.Diagnostics;
import dev.compilefarm.testbed.observe.DispatcherView;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A namespace of a cluster that suites share, and those who act in it. A suite registers one as a
 * static {@code @RegisterExtension}; it exists from before the first test until after the last. The
 * namespace enforces Pod Security's {@code restricted}, so every suite shows that farms and builds
 * run under it. When a test fails, what there is then is written to {@code
 * target/diagnostics/<test>}.
 */
public final class Stage
    implements BeforeAllCallback,
        AfterAllCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private final String namespace;
  private Platform platform;

  /**
   * @param name of the suite, a DNS label
   */
  public Stage(String name) {
    namespace = "e2e-" + name;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    platform = Platform.enter(context);
    client()
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .withLabels(Chart.RESTRICTED)
                .endMetadata()
                .build())
        .create();
  }

  /** Does not wait: the name is not used again in this cluster's life. */
  @Override
  public void afterAll(ExtensionContext context) {
    if (platform != null) {
      client().namespaces().withName(namespace).delete();
      Platform.leave(context);
    }
  }

  /** The person who owns the namespace. */
  public ClusterUser user() {
    return new ClusterUser(client(), namespace);
  }

  /** A person who builds; each has pods, and so addresses, of their own. */
  public Developer developer(String name) {
    return new Developer(
        client(), namespace, name, cluster().image(ProjectImage.CLIENT).toString());
  }

  /**
   * A person who builds in a CI image of their own, with the tools that the farm's makers offer.
   */
  public Developer developer(String name, CiImage image) {
    return new Developer(client(), namespace, name, cluster().take(image).toString())
        .withTools(cluster().image(ProjectImage.TOOLS).toString());
  }

  /** The dispatcher of a farm in this namespace. */
  public DispatcherView dispatcherOf(String farm) {
    return new DispatcherView(client(), namespace, farm);
  }

  public Cluster cluster() {
    return platform.cluster();
  }

  public KubernetesClient client() {
    return platform.client();
  }

  public String namespace() {
    return namespace;
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    writeDiagnostics(context);
    throw failure;
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    writeDiagnostics(context);
    throw failure;
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    writeDiagnostics(context);
    throw failure;
  }

  private void writeDiagnostics(ExtensionContext context) {
    if (platform != null) {
      String test =
          context.getRequiredTestClass().getSimpleName()
              + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
      new Diagnostics(client(), Path.of("target/diagnostics", test))
          .write(List.of(namespace, Chart.NAMESPACE));
    }
  }
}
