import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kubernetes API server with nothing in it, for the one start of the operator that trains its AOT
 * cache: every list is empty, every watch stays silent. Runs inside the build of the operator's and
 * the dispatcher's image. {@code java EmptyCluster COMMAND…} serves http://127.0.0.1:6443 while the
 * command runs, and ends with its exit code. Uses java.base alone, as the image's runtime has little
 * more.
 */
final class EmptyCluster {
  private static final int PORT = 6443;
  private static final Pattern GET = Pattern.compile("GET /([^ ?]*)(\\S*) .*");
  private static final Pattern LIST =
      Pattern.compile("(?:apis/([^/]+/[^/]+)|api/([^/]+))/(?:.*/)?([^/]+)");

  private EmptyCluster() {}

  public static void main(String[] command) throws IOException, InterruptedException {
    ServerSocket listener = new ServerSocket(PORT, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(listener));
    System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  private static void accept(ServerSocket listener) {
    try {
      while (true) {
        Socket connection = listener.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      throw new IllegalStateException("port " + PORT + " takes no more connections", e);
    }
  }

  private static void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      String request = in.readLine();
      boolean upgrade = false;
      String header = in.readLine();
      while (header != null && !header.isEmpty()) {
        upgrade |= header.toLowerCase().startsWith("upgrade: websocket");
        header = in.readLine();
      }
      Matcher get = GET.matcher(request == null ? "" : request);
      if (!get.matches()) {
        return;
      }
      if (get.group(2).contains("watch=true") && !upgrade) {
        write(connection, "200 OK", "");
        // Silent until the other side goes.
        in.readLine();
      } else {
        answer(connection, get.group(1), upgrade);
      }
    } catch (IOException e) {
      System.err.println("EmptyCluster: " + e.getMessage());
    }
  }

  private static void answer(Socket connection, String path, boolean upgrade) throws IOException {
    Matcher list = LIST.matcher(path);
    String status = "200 OK";
    String body = "";
    if (path.equals("version")) {
      body = "{\"major\":\"1\",\"minor\":\"34\",\"gitVersion\":\"v1.34.0\"}";
    } else if (list.matches()) {
      body = emptyList(list.group(1) == null ? list.group(2) : list.group(1), list.group(3));
    } else {
      status = "404 Not Found";
    }
    // A client that asks for a web socket and is not given one watches by plain HTTP instead.
    write(connection, status + "\r\nContent-Length: " + (upgrade ? 0 : body.length()), upgrade ? "" : body);
  }

  /**
   * The kind of a list comes from the last word of its path: deployments are in a DeploymentList.
   * Good enough for an operator that reads the items and not the kind.
   */
  private static String emptyList(String group, String plural) {
    String kind = plural.substring(0, 1).toUpperCase() + plural.substring(1).replaceAll("s$", "");
    return "{\"apiVersion\":\"%s\",\"kind\":\"%sList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}"
        .formatted(group, kind);
  }

  private static void write(Socket connection, String statusAndHeaders, String body)
      throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(
        ("HTTP/1.1 %s\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n%s"
                .formatted(statusAndHeaders, body))
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
