package dev.compilefarm.operator.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Pod Security's level restricted, and with it baseline, refuses in a pod. Source: the checks
 * in {@code k8s.io/pod-security-admission/policy} of Kubernetes 1.34, one method each. Stricter in
 * one thing: no container may have a token of the API server that Kubernetes did not put there.
 */
public final class RestrictedPods {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private static final Set<String> VOLUMES =
      Set.of(
          "name",
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "secret");

  private static final Set<String> SELINUX_TYPES =
      Set.of("container_t", "container_init_t", "container_kvm_t", "container_engine_t");

  private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  private RestrictedPods() {}

  /** One sentence each; nothing where a namespace of level restricted takes the pod. */
  public static List<String> objections(PodTemplateSpec pod) {
    List<String> found = new ArrayList<>();
    PodSpec spec = pod.getSpec();
    Optional.ofNullable(pod.getMetadata().getAnnotations()).orElse(Map.of()).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(APP_ARMOR))
        .filter(entry -> !isAppArmorProfile(entry.getValue()))
        .forEach(entry -> found.add("annotation " + entry));
    host(spec, found);
    spec.getVolumes().forEach(volume -> volume(volume, found));
    PodSecurityContext security = spec.getSecurityContext();
    if (security == null) {
      found.add("no security context");
      return found;
    }
    user(security.getRunAsUser(), "pod", found);
    if (!Boolean.TRUE.equals(security.getRunAsNonRoot())) {
      found.add("pod: runAsNonRoot");
    }
    selinux(security.getSeLinuxOptions(), found);
    seccomp(security.getSeccompProfile(), found);
    if (!security.getSysctls().isEmpty() || security.getWindowsOptions() != null) {
      found.add("pod: sysctls or windowsOptions");
    }
    Stream.of(spec.getInitContainers(), spec.getContainers())
        .flatMap(List::stream)
        .forEach(container -> container(container, found));
    return found;
  }

  private static boolean isAppArmorProfile(String value) {
    return value.isEmpty() || value.equals("runtime/default") || value.startsWith("localhost/");
  }

  private static void host(PodSpec spec, List<String> found) {
    if (Stream.of(spec.getHostNetwork(), spec.getHostPID(), spec.getHostIPC())
        .anyMatch(Boolean.TRUE::equals)) {
      found.add("a namespace of the host");
    }
    if (spec.getEphemeralContainers() != null && !spec.getEphemeralContainers().isEmpty()) {
      found.add("ephemeral containers");
    }
  }

  /** By its fields: one of a kind that is not known here is refused. */
  private static void volume(Volume volume, List<String> found) {
    JSON.convertValue(volume, ObjectNode.class).properties().stream()
        .map(Map.Entry::getKey)
        .filter(kind -> !VOLUMES.contains(kind))
        .forEach(kind -> found.add("volume %s is of kind %s".formatted(volume.getName(), kind)));
  }

  private static void user(Long user, String where, List<String> found) {
    if (user != null && user == 0) {
      found.add(where + ": root");
    }
  }

  private static void selinux(SELinuxOptions options, List<String> found) {
    if (options != null
        && ((options.getType() != null && !SELINUX_TYPES.contains(options.getType()))
            || options.getUser() != null
            || options.getRole() != null)) {
      found.add("seLinuxOptions " + options);
    }
  }

  private static void seccomp(SeccompProfile profile, List<String> found) {
    if (profile == null || !Set.of("RuntimeDefault", "Localhost").contains(profile.getType())) {
      found.add("seccompProfile " + profile);
    }
  }

  private static void container(Container container, List<String> found) {
    String name = container.getName();
    SecurityContext security = container.getSecurityContext();
    if (security == null) {
      found.add(name + ": no security context");
      return;
    }
    user(security.getRunAsUser(), name, found);
    if (Boolean.TRUE.equals(security.getPrivileged())
        || !Boolean.FALSE.equals(security.getAllowPrivilegeEscalation())) {
      found.add(name + ": privileges");
    }
    if (security.getRunAsNonRoot() != null && !security.getRunAsNonRoot()) {
      found.add(name + ": runAsNonRoot");
    }
    if (security.getProcMount() != null && !security.getProcMount().equals("Default")) {
      found.add(name + ": procMount");
    }
    if (security.getSeccompProfile() != null) {
      seccomp(security.getSeccompProfile(), found);
    }
    selinux(security.getSeLinuxOptions(), found);
    capabilities(security.getCapabilities(), name, found);
    if (container.getPorts().stream()
        .anyMatch(port -> port.getHostPort() != null && port.getHostPort() != 0)) {
      found.add(name + ": a port of the host");
    }
  }

  private static void capabilities(Capabilities capabilities, String name, List<String> found) {
    if (capabilities == null
        || !capabilities.getDrop().contains("ALL")
        || !Set.of("NET_BIND_SERVICE").containsAll(capabilities.getAdd())) {
      found.add(name + ": capabilities");
    }
  }
}
