/** What operators of all kinds look at: load and jobs over HTTP. */
package dev.compilefarm.dispatcher.admin;
