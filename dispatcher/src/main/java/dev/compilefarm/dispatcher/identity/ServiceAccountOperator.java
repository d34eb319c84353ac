package dev.compilefarm.dispatcher.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The operator as a service account of the cluster: it sends a token that the API server signed,
 * for this audience and no other, and that has not expired.
 */
public final class ServiceAccountOperator implements Operator {
  /** Whom the operator's token is for. The chart asks for the same. */
  public static final String AUDIENCE = "compilefarm";

  /** Clocks of nodes differ by less. */
  private static final int CLOCK_SKEW_SECONDS = 30;

  private static final String SCHEME = "Bearer ";

  /** What API servers sign with. None of them takes a secret that both sides know. */
  private static final AlgorithmConstraints SIGNATURES =
      new AlgorithmConstraints(
          AlgorithmConstraints.ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.RSA_USING_SHA384,
          AlgorithmIdentifiers.RSA_USING_SHA512,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
          AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512);

  private final String subject;
  private final SigningKeys keys;
  private final InstantSource clock;

  /**
   * An operator that cannot be known before the keys are.
   *
   * @param subject as {@code system:serviceaccount:NAMESPACE:NAME}
   */
  public ServiceAccountOperator(String subject, SigningKeys keys, InstantSource clock) {
    this.subject = subject;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public boolean sent(String authorization) {
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      return false;
    }
    try {
      consumer(clock.instant()).processToClaims(authorization.substring(SCHEME.length()).strip());
      return true;
    } catch (InvalidJwtException e) {
      return false;
    }
  }

  private JwtConsumer consumer(Instant now) {
    List<JsonWebKey> known = keys.known();
    VerificationKeyResolver resolver = new JwksVerificationKeyResolver(known);
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver((signature, context) -> {
          try {
            return resolver.resolveKey(signature, context);
          } catch (UnresolvableKeyException e) {
            keys.miss();
            throw e;
          }
        })
        .setJwsAlgorithmConstraints(SIGNATURES)
        .setExpectedAudience(AUDIENCE)
        .setExpectedSubject(subject)
        .setRequireExpirationTime()
        .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
        .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
        .build();
  }
}
