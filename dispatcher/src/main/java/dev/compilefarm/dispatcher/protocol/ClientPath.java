package dev.compilefarm.dispatcher.protocol;

import java.nio.charset.StandardCharsets;

/**
 * The rule for paths of a v3 request, CDIR and NAME. distccd writes them as they are behind the
 * name of its temporary directory and opens the result ({@code src/serve.c:
 * make_temp_dir_and_chdir_for_cpp}, {@code src/srvrpc.c:dcc_r_many_files}), so that {@code /../x}
 * would overwrite a file of the volunteer. Stock distcc sends what getcwd and realpath gave it:
 * absolute, without {@code ..}.
 *
 * <p>No sandbox: the target of a LINK is not held to this, because the link to the system's headers
 * climbs to the volunteer's own on purpose ({@code
 * include_server/compiler_defaults.py:_MakeLinkFromMirrorToRealLocation}), and a NAME may lead
 * through a link.
 */
final class ClientPath {

  private ClientPath() {}

  /**
   * True where the path is absolute, has no {@code ..} component, and no zero byte, at which
   * distccd would take it to end.
   */
  static boolean staysInside(byte[] path) {
    String text = new String(path, StandardCharsets.ISO_8859_1);
    return text.startsWith("/") && text.indexOf('\0') < 0 && !(text + "/").contains("/../");
  }
}
