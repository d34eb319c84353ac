/**
 * The whole of compilefarm on a real Kubernetes: what the suites of {@code e2e}, the benches and
 * {@code make up} stand on.
 *
 * <p>{@code cluster} finds or starts a cluster and gives it this checkout's images. {@code actor}
 * holds the people of the stories: a cluster's user and a developer. {@code project} has what they
 * build. {@code observe} looks without touching. {@code diagnostics} writes down what there was
 * when a test failed. {@code up} keeps a cluster for people. {@link dev.compilefarm.testbed.Stage}
 * joins them for one suite: a namespace of its own on a cluster that suites share.
 */
package dev.compilefarm.testbed;
