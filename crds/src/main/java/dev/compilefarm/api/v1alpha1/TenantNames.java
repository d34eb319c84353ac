package dev.compilefarm.api.v1alpha1;

/**
 * What a tenant may be called, in CEL. By regular expressions: Kubernetes has {@code isIP} in CEL
 * since 1.30 only, and the CRD is good from 1.28 on.
 */
final class TenantNames {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String IPV4 = "^(" + OCTET + "[.]){3}" + OCTET + "$";

  private static final String HEX = "[0-9a-f]{1,4}";
  private static final String HEXES = "(" + HEX + "(:" + HEX + ")*)?";
  private static final String IPV6_WHOLE = "^(" + HEX + ":){7}" + HEX + "$";
  private static final String IPV6_SHORTENED = "^" + HEXES + "::" + HEXES + "$";
  private static final String EIGHT_HEXES = "([0-9a-f]+:+){7}[0-9a-f]";

  /** An IPv4 address, or an IPv6 address whole or with one {@code ::} in the place of zeros. */
  static final String IS_ADDRESS =
      "self.name.matches('"
          + IPV4
          + "') || self.name.matches('"
          + IPV6_WHOLE
          + "') || (self.name.matches('"
          + IPV6_SHORTENED
          + "') && !self.name.matches('"
          + EIGHT_HEXES
          + "'))";

  /** As in RFC 1123; the schema bounds its length. */
  static final String IS_DNS_LABEL = "self.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";

  private TenantNames() {}
}
