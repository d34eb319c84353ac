package dev.compilefarm.api.v1alpha1;

/**
 * The forms of names that Kubernetes has, as regular expressions for schemas and CEL. Source:
 * {@code k8s.io/apimachinery/pkg/util/validation}. {@code [.]} instead of a backslash, which CEL
 * would take for its own.
 */
final class KubernetesNames {
  private static final String DNS_PART = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = DNS_PART + "([.]" + DNS_PART + ")*";

  /** RFC 1123; at most 63 characters, which a pattern does not count. */
  static final String DNS_LABEL = "^" + DNS_PART + "$";

  /** RFC 1123; at most 253 characters. */
  static final String DNS_SUBDOMAIN = "^" + SUBDOMAIN + "$";

  static final int DNS_LABEL_MAX = 63;
  static final int DNS_SUBDOMAIN_MAX = 253;

  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$";

  /** The key of a label: {@code name} or {@code prefix/name}. */
  static final String LABEL_KEY = "^(" + SUBDOMAIN + "/)?" + QUALIFIED;

  /** That of an annotation, whose prefix may have upper case letters. */
  static final String ANNOTATION_KEY =
      LABEL_KEY.replace("[a-z0-9]", "[A-Za-z0-9]").replace("[-a-z0-9]", "[-A-Za-z0-9]");

  /** With the slash and the name; the prefix has {@link #DNS_SUBDOMAIN_MAX} at most. */
  static final int LABEL_KEY_MAX = DNS_SUBDOMAIN_MAX + 1 + DNS_LABEL_MAX;

  /** At most 63 characters, none allowed. */
  static final String LABEL_VALUE = "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$";

  static final int LABEL_VALUE_MAX = 63;

  private KubernetesNames() {}
}
