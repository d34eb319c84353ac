package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.EnvironmentSource;
import dev.compilefarm.api.v1alpha1.EnvironmentVariable;
import dev.compilefarm.api.v1alpha1.KeyReference;
import dev.compilefarm.api.v1alpha1.NameReference;
import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.api.v1alpha1.PodVolume;
import dev.compilefarm.api.v1alpha1.PodVolumeMount;
import dev.compilefarm.api.v1alpha1.VariableSource;
import dev.compilefarm.operator.plan.Mebibytes;
import io.fabric8.kubernetes.api.model.ConfigMapEnvSource;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.EnvVarSourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.SecretEnvSource;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a farm adds to the container of a pod: variables, and volumes with their places. */
final class ContainerAdditions {
  private ContainerAdditions() {}

  /** Our variables and the farm's. An API server takes no name twice; ours win. */
  static List<EnvVar> environment(List<EnvVar> ours, PodTemplate template) {
    List<EnvVar> all = new ArrayList<>(ours);
    template.env().stream()
        .filter(users -> ours.stream().noneMatch(our -> our.getName().equals(users.name())))
        .map(ContainerAdditions::variable)
        .forEach(all::add);
    return List.copyOf(all);
  }

  private static EnvVar variable(EnvironmentVariable variable) {
    return new EnvVar(
        variable.name(),
        variable.valueFrom() == null ? Optional.ofNullable(variable.value()).orElse("") : null,
        Optional.ofNullable(variable.valueFrom()).map(ContainerAdditions::source).orElse(null));
  }

  private static EnvVarSource source(VariableSource source) {
    EnvVarSourceBuilder builder = new EnvVarSourceBuilder();
    if (source.configMapKeyRef() != null) {
      KeyReference key = source.configMapKeyRef();
      builder.withConfigMapKeyRef(new ConfigMapKeySelector(key.key(), key.name(), key.optional()));
    } else if (source.secretKeyRef() != null) {
      KeyReference key = source.secretKeyRef();
      builder.withSecretKeyRef(new SecretKeySelector(key.key(), key.name(), key.optional()));
    } else {
      builder.withFieldRef(new ObjectFieldSelector("v1", source.fieldRef().fieldPath()));
    }
    return builder.build();
  }

  static List<EnvFromSource> environmentFrom(PodTemplate template) {
    return template.envFrom().stream().map(ContainerAdditions::source).toList();
  }

  private static EnvFromSource source(EnvironmentSource source) {
    EnvFromSourceBuilder builder =
        new EnvFromSourceBuilder().withPrefix(emptyAsNone(source.prefix()));
    NameReference configMap = source.configMapRef();
    if (configMap != null) {
      return builder
          .withConfigMapRef(new ConfigMapEnvSource(configMap.name(), configMap.optional()))
          .build();
    }
    return builder
        .withSecretRef(
            new SecretEnvSource(source.secretRef().name(), source.secretRef().optional()))
        .build();
  }

  static List<Volume> volumes(PodTemplate template) {
    return template.volumes().stream().map(ContainerAdditions::volume).toList();
  }

  private static Volume volume(PodVolume volume) {
    return new VolumeBuilder()
        .withName(volume.name())
        .withConfigMap(volume.configMap())
        .withSecret(volume.secret())
        .withPersistentVolumeClaim(volume.persistentVolumeClaim())
        .withCsi(volume.csi())
        .withEmptyDir(
            Optional.ofNullable(volume.emptyDir()).map(ContainerAdditions::emptyDir).orElse(null))
        .withImage(volume.image())
        .build();
  }

  private static EmptyDirVolumeSource emptyDir(EmptyDirVolumeSource said) {
    return new EmptyDirVolumeSource(
        emptyAsNone(said.getMedium()),
        Optional.ofNullable(said.getSizeLimit()).map(Mebibytes::covering).orElse(null));
  }

  static List<VolumeMount> mounts(PodTemplate template) {
    return template.volumeMounts().stream().map(ContainerAdditions::mount).toList();
  }

  private static VolumeMount mount(PodVolumeMount mount) {
    return new VolumeMountBuilder()
        .withName(mount.name())
        .withMountPath(mount.mountPath())
        .withSubPath(mount.subPath())
        .withReadOnly(Boolean.TRUE.equals(mount.readOnly()) ? true : null)
        .build();
  }

  /** An API server stores no empty text, and what is not stored would look changed for ever. */
  private static String emptyAsNone(String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
