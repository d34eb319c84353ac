package dev.compilefarm.dispatcher.toolchain;

/**
 * One compiler of a volunteer, which is one program file.
 *
 * @param path where it lies, with all links resolved
 * @param version as it says itself, for example 14.2.0; empty where it does not
 * @param machine that it compiles for, for example x86_64-linux-gnu; empty where it does not say
 * @param digest SHA-256 of the program, 64 hexadecimal digits
 */
public record Compiler(String path, String version, String machine, String digest) {}
