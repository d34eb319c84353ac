/** Pages of the reference, made from the code: a page that differs from the code fails its test. */
package dev.compilefarm.dispatcher.docs;
