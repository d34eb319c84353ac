/** What operators of all kinds look at: load, jobs and health over HTTP. */
package dev.compilefarm.dispatcher.admin;
