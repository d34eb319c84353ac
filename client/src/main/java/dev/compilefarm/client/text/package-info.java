/** Tables, times and sizes for people. */
package dev.compilefarm.client.text;
