/** What a build needs in its environment to use a farm, and the forms in which it is printed. */
package dev.compilefarm.client.environment;
