package dev.compilefarm.dispatcher.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One connection to the admin port: it asks once, is answered, and goes. On its event loop alone.
 *
 * <pre>
 * ASKING --request--> ANSWERED --last byte--> LEAVING --the other side closes--> gone
 *                       | keepsOpen
 *                       v
 *                    STREAMING --last byte--> LEAVING
 * </pre>
 *
 * It stands between Netty's codec and Vert.x, which knows neither when a reply is with the kernel
 * nor a way to close while one is not. The connection is closed by the other side, or with a reset:
 * after an ordinary close the kernel would keep what was not read, for minutes, and nobody would
 * count it any more.
 */
public final class Visit extends ChannelDuplexHandler {
  private static final AttributeKey<Visit> KEY = AttributeKey.valueOf(Visit.class, "visit");

  private enum Stage {
    ASKING,
    ANSWERED,
    STREAMING,
    LEAVING
  }

  private final Channel channel;
  private final Origin origin;
  private final HttpLimits limits;
  private final LongSupplier nanoClock;
  private final Consumer<Visit> whenGone;
  private final List<Runnable> whenAnswered = new ArrayList<>();
  private ChannelHandlerContext ownContext;
  private Stage stage = Stage.ASKING;
  private long stageSinceNanos;
  private boolean hasAsked;
  private boolean reserved;
  private int unwritten;
  private long writingSinceNanos;

  /**
   * One that begins.
   *
   * @param whenGone is told once of its end
   */
  Visit(Channel channel, HttpLimits limits, LongSupplier nanoClock, Consumer<Visit> whenGone) {
    this.channel = channel;
    this.origin = Origin.of(((InetSocketAddress) channel.remoteAddress()).getAddress());
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.whenGone = whenGone;
    this.stageSinceNanos = nanoClock.getAsLong();
    channel.attr(KEY).set(this);
  }

  /** That of this request. */
  public static Visit of(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel().attr(KEY).get();
  }

  /** Whom it is counted to. */
  public Origin origin() {
    return origin;
  }

  /**
   * Its reply has no end: what is bounded is the time that each part of it takes.
   *
   * @param reserved whether it makes room for nobody, and takes it from nobody
   */
  public void keepOpen(boolean reserved) {
    enter(Stage.STREAMING);
    this.reserved = reserved;
  }

  /** Has this run once, when its whole reply is with the kernel, or it is gone before. */
  void whenAnswered(Runnable action) {
    whenAnswered.add(action);
  }

  boolean isReserved() {
    return reserved;
  }

  /**
   * Since when it keeps us waiting: for its request, for it to take what was sent, or for it to go.
   * Empty while it waits for us.
   */
  OptionalLong waitedForSinceNanos() {
    return switch (stage) {
      case ASKING, LEAVING -> OptionalLong.of(stageSinceNanos);
      case ANSWERED, STREAMING ->
          unwritten > 0 ? OptionalLong.of(writingSinceNanos) : OptionalLong.empty();
    };
  }

  long stageSinceNanos() {
    return stageSinceNanos;
  }

  /** Why it is to be closed by now, or null. */
  Closing overdue(long nowNanos) {
    return switch (stage) {
      case ASKING -> isOver(limits.request().toNanos(), nowNanos) ? Closing.NO_REQUEST : null;
      case ANSWERED -> isOver(limits.reply().toNanos(), nowNanos) ? Closing.NOT_TAKEN : null;
      case STREAMING ->
          unwritten > 0 && nowNanos - writingSinceNanos > limits.event().toNanos()
              ? Closing.NOT_TAKEN
              : null;
      case LEAVING -> isOver(limits.farewell().toNanos(), nowNanos) ? Closing.STAYED : null;
    };
  }

  /** Closes it at once, and has the kernel forget what it did not take. */
  void reset() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    // From here on, since Vert.x would first wait for what is not written.
    ChannelFuture _ = ownContext.close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ownContext = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && stage == Stage.ASKING) {
      enter(Stage.ANSWERED);
      // Else Vert.x would close it, in the ordinary way.
      HttpUtil.setKeepAlive(request, true);
    }
    if (hasAsked || stage == Stage.LEAVING) {
      // More than one request, which was never promised to be read, or what is left of one that was
      // answered before its end.
      ReferenceCountUtil.release(message);
      return;
    }
    hasAsked = message instanceof LastHttpContent;
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response
        && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    if (unwritten++ == 0) {
      writingSinceNanos = nanoClock.getAsLong();
    }
    boolean last = message instanceof LastHttpContent;
    ChannelPromise written = promise.unvoid();
    ChannelFutureListener listener = future -> written(last);
    ChannelFuture _ = context.write(message, written.addListener(listener));
  }

  /**
   * Who answers a request before its end closes after that. With a part of it unread, the kernel
   * would send a reset, and the other side could lose the answer (RFC 9112, section 9.6). So the
   * other side closes, or {@link #reset} does.
   */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (stage == Stage.LEAVING) {
      ChannelPromise closed = promise.unvoid();
      ChannelFuture _ = channel.closeFuture().addListener(gone -> closed.trySuccess());
    } else {
      ChannelFuture _ = context.close(promise);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    answered();
    whenGone.accept(this);
    context.fireChannelInactive();
  }

  private void written(boolean last) {
    unwritten--;
    writingSinceNanos = nanoClock.getAsLong();
    if (last && channel.isActive() && stage != Stage.LEAVING) {
      enter(Stage.LEAVING);
      answered();
      channel.config().setAutoRead(true);
      ChannelFuture _ = ((DuplexChannel) channel).shutdownOutput();
    }
  }

  private void answered() {
    List<Runnable> actions = List.copyOf(whenAnswered);
    whenAnswered.clear();
    actions.forEach(Runnable::run);
  }

  private void enter(Stage next) {
    stage = next;
    stageSinceNanos = nanoClock.getAsLong();
  }

  private boolean isOver(long nanos, long nowNanos) {
    return nowNanos - stageSinceNanos > nanos;
  }
}
