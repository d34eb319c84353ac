package dev.compilefarm.dispatcher.identity;

import java.security.Key;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** An API server's way to sign tokens of service accounts, with a key of its own. */
public final class Tokens {
  public static final String SUBJECT = "system:serviceaccount:ops:compilefarm-operator";

  private final RsaJsonWebKey key;

  /** One whose key has this name. */
  public Tokens(String keyId) throws JoseException {
    key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId(keyId);
    key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
    key.setUse("sig");
  }

  /** The public key, as the API server publishes it. */
  public String published() {
    return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  /** The operator's, for an hour from now on. */
  public String operators() throws JoseException {
    return signed(claims());
  }

  /** What the operator's token says, to be changed by a test. */
  static JwtClaims claims() {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer("https://kubernetes.default.svc.cluster.local");
    claims.setAudience(ServiceAccountOperator.AUDIENCE);
    claims.setSubject(SUBJECT);
    claims.setIssuedAtToNow();
    claims.setExpirationTime(in(3600));
    return claims;
  }

  static NumericDate in(long seconds) {
    NumericDate date = NumericDate.now();
    date.addSeconds(seconds);
    return date;
  }

  String signed(JwtClaims claims) throws JoseException {
    return signed(claims, AlgorithmIdentifiers.RSA_USING_SHA256, key.getPrivateKey());
  }

  /** Signed by another key than the one that it names. */
  String signedBy(Tokens other, JwtClaims claims) throws JoseException {
    return signed(claims, AlgorithmIdentifiers.RSA_USING_SHA256, other.key.getPrivateKey());
  }

  /** Signed with what is public, as if that were a secret. */
  String signedWithPublicKey(JwtClaims claims) throws JoseException {
    return signed(
        claims,
        AlgorithmIdentifiers.HMAC_SHA256,
        new org.jose4j.keys.HmacKey(key.getRsaPublicKey().getEncoded()));
  }

  private String signed(JwtClaims claims, String algorithm, Key secret) throws JoseException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(algorithm);
    signature.setKey(secret);
    return signature.getCompactSerialization();
  }
}
