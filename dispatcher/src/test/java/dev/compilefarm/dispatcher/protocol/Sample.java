package dev.compilefarm.dispatcher.protocol;

import static dev.compilefarm.dispatcher.protocol.Messages.concat;
import static dev.compilefarm.dispatcher.protocol.Messages.head;
import static dev.compilefarm.dispatcher.protocol.Messages.packet;
import static dev.compilefarm.dispatcher.protocol.Messages.recorded;
import static dev.compilefarm.dispatcher.protocol.Messages.request;

import java.util.List;
import java.util.stream.Stream;

/** A whole message with its name; its version is what the client asked for. */
final class Sample {
  private final String name;
  private final int version;
  private final byte[] bytes;

  private Sample(String name, int version, byte[] bytes) {
    this.name = name;
    this.version = version;
    this.bytes = bytes;
  }

  /** Every recorded request, and some that no recording has. */
  static Stream<Sample> requests() {
    return Stream.concat(
        recordings("request"),
        Stream.of(
            new Sample("no source", 1, request(1, List.of("cc"), new byte[0])),
            new Sample("an empty argument", 2, request(2, List.of("cc", "", "-c"), new byte[3])),
            new Sample("no name of a compiler", 1, request(1, List.of(""), new byte[1])),
            new Sample("no files", 3, files(0)),
            new Sample(
                "a file", 3, concat(files(1), packet("NAME", "/a.c"), packet("FILE", "int a;"))),
            new Sample(
                "an empty file at the end",
                3,
                concat(files(1), packet("NAME", "/a.c"), packet("FILE", ""))),
            new Sample(
                "an empty link at the end",
                3,
                concat(files(1), packet("NAME", "/a.c"), packet("LINK", ""))),
            new Sample(
                "a link between files",
                3,
                concat(
                    files(3),
                    concat(packet("NAME", "/a.c"), packet("FILE", "int a;")),
                    concat(packet("NAME", "/usr/include"), packet("LINK", "../../usr/include")),
                    concat(packet("NAME", "/x/forcing_technique_271828"), packet("FILE", ""))))));
  }

  /** Every recorded reply, and some that no recording has. */
  static Stream<Sample> replies() {
    return Stream.concat(
        recordings("reply"),
        Stream.of(
            new Sample("nothing at all", 1, reply(1, 0, "")),
            new Sample("a killed compiler", 2, reply(2, 9, "")),
            new Sample("dependencies", 3, concat(reply(3, 0, "object"), packet("DOTD", "a.o: a"))),
            new Sample("no dependencies", 3, concat(reply(3, 0, "object"), packet("DOTD", ""))),
            new Sample("an object after an error", 3, reply(3, 256, "object"))));
  }

  String name() {
    return name;
  }

  int version() {
    return version;
  }

  byte[] bytes() {
    return bytes;
  }

  private static Stream<Sample> recordings(String kind) {
    return Stream.of(1, 2, 3)
        .flatMap(version ->
            Stream.of("ok", "error")
                .map(end -> "v%d-%s-%s".formatted(version, end, kind))
                .map(name -> new Sample(name, version, recorded(name))));
  }

  private static byte[] files(int count) {
    return concat(
        head("DIST", 3),
        packet("CDIR", "/"),
        head("ARGC", 1),
        packet("ARGV", "cc"),
        head("NFIL", count));
  }

  private static byte[] reply(int version, int status, String object) {
    return concat(
        head("DONE", version),
        head("STAT", status),
        packet("SERR", "warning"),
        head("SOUT", 0),
        packet("DOTO", object));
  }
}
