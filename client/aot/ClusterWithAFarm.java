import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A Kubernetes API server with one farm, for the one start of the command that trains its AOT cache.
 * It speaks TLS, knows its client by a certificate, and forwards ports by web socket (RFC 6455), so
 * that what the command needs for those is in the cache. {@code java ClusterWithAFarm FOLDER KEYS
 * RECORDED COMMAND…} writes FOLDER/kubeconfig, serves while the command runs, and ends with its exit
 * code. KEYS is a PKCS 12 file with the entries {@code server} and {@code client}; RECORDED a folder
 * of a recorded farm. Needs the libraries of the command.
 */
final class ClusterWithAFarm {
  private static final char[] PASSWORD = "training".toCharArray();
  private static final String NAMESPACE = "/namespaces/ci/";
  private static final int ADMIN_PORT = 8080;
  private static final String WEB_SOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FINAL_BINARY = 0x82;
  private static final int CLOSE = 8;
  private static final int OPCODE = 0x0f;
  private static final int LENGTH = 0x7f;
  private static final int LENGTH_IN_TWO_BYTES = 126;

  private final Map<String, String> objects = new HashMap<>();
  private final Path recorded;

  private ClusterWithAFarm(Path recorded) throws IOException {
    this.recorded = recorded;
    Object farm =
        Serialization.unmarshal(Files.readString(recorded.resolve("farm.yaml")), Object.class);
    String json = Serialization.asJson(farm);
    objects.put("compilefarms/main", json);
    objects.put("compilefarms", "{\"kind\":\"List\",\"items\":[%s]}".formatted(json));
    objects.put("configmaps/main-client", Serialization.asJson(clientConfigMap()));
    objects.put("pods", Serialization.asJson(new PodList("v1", List.of(pod()), "PodList", null)));
  }

  private static ConfigMap clientConfigMap() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("main-client")
        .endMetadata()
        .addToData("DISTCC_HOSTS", "127.0.0.1:3632/64,lzo")
        .build();
  }

  /** The dispatcher's. The library forwards only ports that a container has. */
  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("main-dispatcher-0")
        .withNamespace("ci")
        .withCreationTimestamp("2026-01-01T00:00:00Z")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("dispatcher")
        .addNewPort()
        .withContainerPort(ADMIN_PORT)
        .endPort()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    KeyStore keys = KeyStore.getInstance(Path.of(arguments[1]).toFile(), PASSWORD);
    ClusterWithAFarm cluster = new ClusterWithAFarm(Path.of(arguments[2]));
    SSLServerSocket listener =
        (SSLServerSocket)
            tls(keys)
                .getServerSocketFactory()
                .createServerSocket(0, 64, InetAddress.getLoopbackAddress());
    listener.setWantClientAuth(true);
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig(keys, listener.getLocalPort()));
    Thread.ofVirtual().start(() -> cluster.accept(listener));
    String[] command = Arrays.copyOfRange(arguments, 3, arguments.length);
    System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  private static SSLContext tls(KeyStore keys) throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private static String kubeconfig(KeyStore keys, int port) throws Exception {
    Key key = keys.getKey("client", PASSWORD);
    return """
        apiVersion: v1
        kind: Config
        current-context: training
        clusters:
        - name: training
          cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}
        contexts:
        - name: training
          context: {cluster: training, user: trainer, namespace: ci}
        users:
        - name: trainer
          user: {client-certificate-data: %s, client-key-data: %s}
        """
        .formatted(
            port,
            pem("CERTIFICATE", keys.getCertificate("server").getEncoded()),
            pem("CERTIFICATE", keys.getCertificate("client").getEncoded()),
            pem("PRIVATE KEY", key.getEncoded()));
  }

  /** As kubeconfigs have it: PEM, in Base64 once more. */
  private static String pem(String what, byte[] bytes) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    String pem = "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, lines);
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private void accept(SSLServerSocket listener) {
    try {
      while (true) {
        Socket connection = listener.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the port takes no more connections", e);
    }
  }

  private record Request(String path, Map<String, String> headers) {
    /** Empty headers and path at the end of the stream. */
    static Request read(InputStream in) throws IOException {
      String[] first = line(in).split(" ", 3);
      Map<String, String> headers = new HashMap<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        String[] header = line.split(": *", 2);
        headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
      }
      return new Request(first.length < 2 ? "" : first[1], headers);
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString().strip();
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      Request request = Request.read(in);
      while (!request.path().isEmpty()) {
        if (request.headers().containsKey("sec-websocket-key")) {
          forward(request, in, out);
          return;
        }
        String path = request.path().replaceAll("\\?.*", "");
        answer(objects.get(path.substring(path.indexOf(NAMESPACE) + NAMESPACE.length())), out);
        request = Request.read(in);
      }
    } catch (IOException e) {
      System.err.println("ClusterWithAFarm: " + e);
    }
  }

  private static void answer(String body, OutputStream out) throws IOException {
    byte[] bytes = (body == null ? "{}" : body).getBytes(StandardCharsets.UTF_8);
    out.write(
        "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(body == null ? "404 Not Found" : "200 OK", bytes.length)
            .getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.flush();
  }

  /** One connection of a forwarded port: channel 0 has its bytes, and channel 1 its errors. */
  private void forward(Request upgrade, InputStream in, OutputStream out) throws IOException {
    List<String> lines =
        List.of(
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: " + accepted(upgrade.headers().get("sec-websocket-key")),
            "Sec-WebSocket-Protocol: " + upgrade.headers().get("sec-websocket-protocol"),
            "\r\n");
    out.write(String.join("\r\n", lines).getBytes(StandardCharsets.US_ASCII));
    for (int channel = 0; channel <= 1; channel++) {
      // Each begins with the number of the port.
      send(new byte[] {(byte) channel, (byte) ADMIN_PORT, (byte) (ADMIN_PORT >> 8)}, out);
    }
    InputStream messages = InputStream.nullInputStream();
    for (byte[] message = receive(in); message != null; message = receive(in)) {
      InputStream more = new ByteArrayInputStream(message, 1, message.length - 1);
      messages = new SequenceInputStream(messages, more);
      if (new String(message, StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        reply.write(0);
        boolean isLoad = Request.read(messages).path().startsWith("/v1/load");
        answer(Files.readString(recorded.resolve(isLoad ? "load.json" : "jobs.json")), reply);
        send(reply.toByteArray(), out);
      }
    }
  }

  private static String accepted(String key) {
    try {
      byte[] text = (key + WEB_SOCKET_GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(byte[] message, OutputStream out) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(FINAL_BINARY);
    if (message.length < LENGTH_IN_TWO_BYTES) {
      frame.write(message.length);
    } else if (message.length <= 0xffff) {
      frame.write(LENGTH_IN_TWO_BYTES);
      frame.write(message.length >> 8);
      frame.write(message.length);
    } else {
      frame.write(LENGTH_IN_TWO_BYTES + 1);
      frame.write(new byte[4]);
      for (int shift = 24; shift >= 0; shift -= 8) {
        frame.write(message.length >> shift);
      }
    }
    frame.write(message);
    out.write(frame.toByteArray());
    out.flush();
  }

  /** The next message, which a client masks; null when there is none. Short ones only. */
  private static byte[] receive(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int first = data.read();
    if (first < 0 || (first & OPCODE) == CLOSE) {
      return null;
    }
    int length = data.readUnsignedByte() & LENGTH;
    if (length == LENGTH_IN_TWO_BYTES) {
      length = data.readUnsignedShort();
    }
    byte[] mask = data.readNBytes(4);
    byte[] message = data.readNBytes(length);
    for (int i = 0; i < message.length; i++) {
      message[i] ^= mask[i % mask.length];
    }
    return message;
  }
}
