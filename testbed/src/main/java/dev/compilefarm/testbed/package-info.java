/**
 * The whole of compilefarm on a real Kubernetes: the harness that the suites in {@code src/test}
 * stand on.
 *
 * <p>{@code cluster} finds or starts a cluster and gives it this checkout's images; {@code actor}
 * holds the people of the stories, a cluster's user and a developer; {@code chaos} takes away what
 * they use; {@code observe} looks without touching; {@code report} writes down what there was when
 * a test failed; {@code up} keeps a cluster for people. {@link dev.compilefarm.testbed.Stage} joins
 * them for one suite: a namespace of its own on the one cluster that all suites share.
 */
package dev.compilefarm.testbed;
