package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A range of addresses. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IpBlockSpec(
    @Required
        @Size(max = 43)
        @Pattern(CIDR)
        @JsonPropertyDescription("Range of addresses, such as 10.0.0.0/8 or fd00::/8.")
        String cidr) {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String IPV4 = "(" + OCTET + "[.]){3}" + OCTET + "/(3[0-2]|[12]?[0-9])";
  private static final String HEX = "[0-9a-f]{1,4}";

  /** Whole, or with {@code ::} at its end, as networks are written. */
  private static final String IPV6 =
      "(("
          + HEX
          + ":){7}"
          + HEX
          + "|("
          + HEX
          + "(:"
          + HEX
          + "){0,6})?::)"
          + "/(12[0-8]|1[01][0-9]|[1-9]?[0-9])";

  private static final String CIDR = "^(" + IPV4 + "|" + IPV6 + ")$";
}
