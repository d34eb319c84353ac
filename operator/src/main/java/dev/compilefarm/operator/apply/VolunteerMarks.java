package dev.compilefarm.operator.apply;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.observe.PodFact;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Marks the volunteers that go, and takes the mark from those that may stay after all. A pod is
 * written to only when its mark differs from the wish; one that is gone by then is passed over.
 *
 * <p>The marks are annotations, written through the pod's status: a patch there never reaches the
 * spec, and so takes no right to change what a pod runs.
 */
public final class VolunteerMarks {
  private static final int NOT_FOUND = 404;
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final String namespace;

  public VolunteerMarks(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Brings the marks in line with the wish. Blocks for a request for each pod that differs.
   *
   * @param volunteers as they are; those on their way out are left alone
   * @param marked names of those that shall carry the mark
   */
  public void apply(Collection<PodFact> volunteers, Set<String> marked) {
    volunteers.stream()
        .filter(pod -> !pod.terminating())
        .flatMap(pod -> change(pod, marked.contains(pod.name())).stream())
        .forEach(change -> annotate(change.pod(), change.annotations()));
  }

  /** What is to be written to a pod, nothing where it is as wished. */
  static Optional<Change> change(PodFact pod, boolean wished) {
    if (wished) {
      return pod.marked() ? Optional.empty() : Optional.of(new Change(pod.name(), marked(pod)));
    }
    // An operator of the previous version takes back only its own word when it is back for a while.
    boolean leftOver = pod.noNewJobs().containsValue(Annotations.BY_SCALE_DOWN);
    return pod.marked() || leftOver
        ? Optional.of(new Change(pod.name(), unmarked(pod)))
        : Optional.empty();
  }

  /**
   * A write.
   *
   * @param annotations null removes one
   */
  record Change(String pod, ObjectNode annotations) {}

  /** Where a person asked for no new job already, that stays as it is. */
  static ObjectNode marked(PodFact pod) {
    ObjectNode mark = JsonNodeFactory.instance.objectNode();
    mark.put(Annotations.DELETION_COST, Annotations.DELETION_COST_OF_MARKED);
    if (!pod.takesNoNewJob()) {
      mark.put(Annotations.NO_NEW_JOBS, Annotations.BY_SCALE_DOWN);
      mark.put(Annotations.NO_NEW_JOBS_BEFORE, Annotations.BY_SCALE_DOWN);
    }
    return mark;
  }

  /** Takes away what the operator wrote, in the words of both versions. */
  static ObjectNode unmarked(PodFact pod) {
    ObjectNode mark = JsonNodeFactory.instance.objectNode();
    mark.putNull(Annotations.DELETION_COST);
    pod.noNewJobs()
        .forEach((annotation, value) -> {
          if (value.equals(Annotations.BY_SCALE_DOWN)) {
            mark.putNull(annotation);
          }
        });
    return mark;
  }

  /**
   * @param annotations null removes one
   */
  private void annotate(String pod, ObjectNode annotations) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("metadata").set("annotations", annotations);
    try {
      client
          .pods()
          .inNamespace(namespace)
          .resource(named(pod))
          .subresource("status")
          .patch(MERGE, patch.toString());
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Given as an object, the client does not read the pod before it writes to it. */
  private static Pod named(String pod) {
    return new PodBuilder().withNewMetadata().withName(pod).endMetadata().build();
  }
}
