/**
 * The API {@code compilefarm.dev/v1alpha1}: types only, no behaviour beyond the defaults. The CRD
 * in {@code helm/compilefarm/files} is generated from them.
 *
 * <p>Specs are records whose constructors put the default where a field is missing, with the same
 * values as the schema's defaults (a test compares them). So a farm reads the same from an API
 * server, from a file and in a test, and readers never meet a null where a default exists.
 */
package dev.compilefarm.api.v1alpha1;
