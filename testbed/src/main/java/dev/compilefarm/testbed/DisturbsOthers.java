package dev.compilefarm.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A suite that takes away what all farms of a cluster share: the operator, its version, the CRD.
 * Such suites run one after the other, on a cluster that the others do not use. They are begun
 * first, since together they take the longest.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Order(1)
@ResourceLock("the cluster of suites that disturb others")
public @interface DisturbsOthers {}
