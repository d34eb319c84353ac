package dev.compilefarm.api.v1alpha1;

import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * An elastic distcc farm: one toolchain, one fair queue, and as many volunteers as the queue needs.
 *
 * <p>The name becomes that of Services ({@code <name>}, {@code <name>-dispatcher}, {@code
 * <name>-volunteers}), hence its rule: a Service's name is a DNS label that starts with a letter
 * and has at most 63 characters.
 */
@Group("compilefarm.dev")
@Version("v1alpha1")
@Kind("CompileFarm")
@Singular("compilefarm")
@Plural("compilefarms")
@ShortNames("cfarm")
@Categories("compilefarm")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name must consist of lower case letters, digits and '-', start with a letter and end with a letter or digit")
@ValidationRule(
    value = "size(self.metadata.name) <= 52",
    message = "metadata.name must have at most 52 characters")
public class CompileFarm extends CustomResource<CompileFarmSpec, CompileFarmStatus>
    implements Namespaced {

  /** What is said of the farm; all defaults where nothing is. */
  public CompileFarmSpec specOrDefaults() {
    return getSpec() == null ? CompileFarmSpec.DEFAULTS : getSpec();
  }

  /**
   * A new object says nothing, so that one which is sent for its metadata or status alone claims no
   * field of the spec. Records have no constructor for the superclass to find.
   */
  @Override
  protected CompileFarmSpec initSpec() {
    return null;
  }

  @Override
  protected CompileFarmStatus initStatus() {
    return null;
  }
}
