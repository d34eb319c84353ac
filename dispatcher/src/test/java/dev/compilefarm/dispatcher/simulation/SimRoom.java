package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.budget.Account;
import dev.compilefarm.dispatcher.budget.Ledger;
import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Memory and disk of the dispatcher for one kind of messages, as {@code SpoolBudget} gives them.
 */
final class SimRoom {
  /** Bytes of a block. */
  static final long BLOCK = 64_000;

  private static final double LOOK = 0.01;

  private final World world;
  private final Ledger ledger;
  private final RoomBooks books;
  private final ToIntFunction<String> weights;
  private final Map<Account, Message> messages = new LinkedHashMap<>();
  private boolean looking;

  /** One message, and who is told what becomes of it. */
  final class Message {
    final Account account;
    final String tenant;
    final int weight;
    private final Runnable giveWay;
    private Optional<Runnable> then = Optional.empty();

    private Message(String tenant, int weight, Runnable giveWay) {
      this.tenant = tenant;
      this.weight = weight;
      this.giveWay = giveWay;
      this.account = ledger.open(tenant, weight, world.clock());
    }

    /** Goes on once there is a block for it, and never where it gives way. */
    void take(Runnable next) {
      if (account.givesWay()) {
        return;
      }
      then = Optional.of(next);
      books.wants(this, world.now());
      ledger.want(account);
      grant();
      if (isWaiting()) {
        ledger
            .crowdedOut()
            .ifPresent(crowded -> {
              books.crowdedOut(messages.get(crowded));
              tell(crowded);
            });
        look();
      }
    }

    boolean isWaiting() {
      return then.isPresent();
    }

    void taken() {
      books.taken(this, world.now());
      ledger.taken(account, world.clock());
      ledger.awaits(account, world.clock());
    }

    void whole() {
      books.whole(this);
      ledger.whole(account);
      grant();
    }

    void leaving() {
      books.leaving(this, world.now());
      ledger.leaving(account, world.clock());
      ledger.awaits(account, world.clock());
    }

    void close() {
      if (messages.remove(account) != null) {
        then = Optional.empty();
        books.closed(this);
        ledger.close(account);
        grant();
      }
    }
  }

  SimRoom(World world, Limits limits, Stalls stalls, ToIntFunction<String> weights) {
    this.world = world;
    this.weights = weights;
    this.ledger = new Ledger(limits, stalls, world.clock());
    double threads = 8 * world.scenario().pauseMost();
    this.books = new RoomBooks(limits, stalls, Duration.ofMillis((long) (1000 * (1.1 + threads))));
  }

  Message open(String tenant, Runnable giveWay) {
    Message message = new Message(tenant, weights.applyAsInt(tenant), giveWay);
    messages.put(message.account, message);
    books.opened(message, world.now());
    return message;
  }

  void checkEmpty() {
    books.checkEmpty(ledger);
  }

  private void grant() {
    List<Runnable> next = new ArrayList<>();
    for (Account granted : ledger.grant(true, world.clock())) {
      Message message = messages.get(granted);
      books.granted(message, world.now());
      next.add(message.then.orElseThrow());
      message.then = Optional.empty();
    }
    next.forEach(world::pause);
  }

  private void look() {
    if (!looking) {
      looking = true;
      world.after(LOOK, this::looked);
    }
  }

  private void looked() {
    looking = false;
    if (ledger.waiting() > 0) {
      ledger
          .giveWay(world.clock())
          .ifPresent(stalled -> {
            books.toldForStalling(messages.get(stalled), world.now());
            tell(stalled);
          });
      grant();
      books.checkThatSomethingMoves(world.now());
      look();
    }
  }

  private void tell(Account account) {
    Message message = messages.get(account);
    world.note(message.tenant + " gives way");
    message.then = Optional.empty();
    world.pause(message.giveWay);
  }
}
