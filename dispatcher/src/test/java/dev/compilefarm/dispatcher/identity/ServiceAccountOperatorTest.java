package dev.compilefarm.dispatcher.identity;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ServiceAccountOperatorTest {
  private static Tokens cluster;
  private static Tokens other;
  private final AtomicInteger asked = new AtomicInteger();
  private final SigningKeys keys =
      new SigningKeys(() -> {
        asked.incrementAndGet();
        return cluster.published();
      });
  private final Operator operator =
      new ServiceAccountOperator(Tokens.SUBJECT, keys, InstantSource.system());

  /** Keys of this kind take a while to find. */
  @BeforeAll
  static void makeKeys() throws JoseException {
    cluster = new Tokens("k1");
    other = new Tokens("k1");
  }

  @BeforeEach
  void awaitKeys() {
    await("the keys are known").until(() -> !keys.known().isEmpty());
  }

  @AfterEach
  void end() {
    keys.close();
  }

  @Test
  void isKnownByItsToken() throws JoseException {
    assertTrue(operator.sent("Bearer " + cluster.operators()));
    assertTrue(operator.sent("Bearer " + cluster.operators() + "\n"));
  }

  @Test
  void nobodyElseIs() throws JoseException {
    assertFalse(operator.sent(null));
    assertFalse(operator.sent(""));
    assertFalse(operator.sent("Bearer "));
    assertFalse(operator.sent("Bearer x.y.z"));
    assertFalse(operator.sent(cluster.operators()));
    assertFalse(operator.sent("Basic " + cluster.operators()));
    JwtClaims namesake = Tokens.claims();
    namesake.setSubject("system:serviceaccount:elsewhere:compilefarm-operator");
    assertFalse(operator.sent("Bearer " + cluster.signed(namesake)));
    JwtClaims forOthers = Tokens.claims();
    forOthers.setAudience("https://kubernetes.default.svc");
    assertFalse(operator.sent("Bearer " + cluster.signed(forOthers)), "of any pod of that account");
  }

  @Test
  void anOldTokenIsNone() throws JoseException {
    JwtClaims expired = Tokens.claims();
    expired.setExpirationTime(Tokens.in(-60));
    assertFalse(operator.sent("Bearer " + cluster.signed(expired)));
    JwtClaims endless = Tokens.claims();
    endless.unsetClaim("exp");
    assertFalse(operator.sent("Bearer " + cluster.signed(endless)));
    JwtClaims early = Tokens.claims();
    early.setNotBefore(Tokens.in(3600));
    assertFalse(operator.sent("Bearer " + cluster.signed(early)));
  }

  @Test
  void aForgedTokenIsNone() throws JoseException {
    assertFalse(operator.sent("Bearer " + cluster.signedBy(other, Tokens.claims())));
    assertFalse(operator.sent("Bearer " + cluster.signedWithPublicKey(Tokens.claims())));
    assertFalse(operator.sent("Bearer " + unsigned()));
    String token = cluster.operators();
    assertFalse(operator.sent("Bearer " + token.substring(0, token.lastIndexOf('.') + 1)));
  }

  @Test
  void strangersKeysDoNotMakeItAskForKeysAtOnce() throws JoseException {
    Tokens unknown = new Tokens("k2");
    int before = asked.get();
    for (int i = 0; i < 100; i++) {
      assertFalse(operator.sent("Bearer " + unknown.operators()));
    }
    assertTrue(asked.get() - before <= 1, "asked: " + (asked.get() - before));
  }

  @Test
  void withoutKeysNobodyIsKnown() throws JoseException {
    try (SigningKeys none = new SigningKeys(() -> null)) {
      assertFalse(
          new ServiceAccountOperator(Tokens.SUBJECT, none, InstantSource.system())
              .sent("Bearer " + cluster.operators()));
    }
  }

  @Test
  void anApiServerThatFailsIsAskedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    SigningKeys late =
        new SigningKeys(() -> {
          if (attempts.incrementAndGet() == 1) {
            throw new IllegalStateException("as the test wants it");
          }
          return cluster.published();
        });
    try (late) {
      await("the keys are known").until(() -> !late.known().isEmpty());
      assertEquals(2, attempts.get());
    }
  }

  private static String unsigned() {
    return base64("{\"alg\":\"none\",\"kid\":\"k1\"}")
        + "."
        + base64(Tokens.claims().toJson())
        + ".";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
