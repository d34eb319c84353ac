/** When a dispatcher that was told to end takes no more jobs: not before its successor does. */
package dev.compilefarm.dispatcher.succession;
