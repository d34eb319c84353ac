package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.User;
import dev.compilefarm.evidence.farm.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Users of distcc 3.4 ({@code src/compile.c:dcc_build_somewhere}). Each locks a slot of a host, and
 * one of its machine for preprocessing; connects, preprocesses meanwhile, sends, and takes the
 * reply. A host that fails is left alone for a minute, and the job goes to another one; where none
 * is left, it is compiled at home. So Debian 13's distcc 3.4 does it where two hosts refuse
 * (2026-11-28).
 */
final class StockClients implements Way {
  private final World world;
  private final Function<User, HostList> lists;
  private final Patience patience;
  private final Map<User, Client> clients = new HashMap<>();

  StockClients(World world, Function<User, HostList> lists) {
    this.world = world;
    this.lists = lists;
    this.patience = new Patience(world);
  }

  @Override
  public void compile(Compile compile) {
    clients.computeIfAbsent(compile.user(), user -> new Client(lists.apply(user))).compile(compile);
  }

  private final class Client {
    private final HostList list;
    private final HostLocks locks;
    private final BackOff backOff;

    private Client(HostList list) {
      this.list = list;
      this.locks = new HostLocks(world, list);
      this.backOff = new BackOff(list.hosts().size(), world.clients().backOffSeconds());
    }

    private void compile(Compile compile) {
      List<Integer> usable = backOff.usable(world.now());
      if (usable.isEmpty()) {
        compile.goHome();
      } else {
        compile.waits();
        locks.lockOne(usable, lock -> new Attempt(this, compile, lock).begin());
      }
    }
  }

  /** One job at one host. */
  private final class Attempt extends Patience.Waiting {
    private final Client client;
    private final Compile compile;
    private final HostLocks.Lock lock;

    private Attempt(Client client, Compile compile, HostLocks.Lock lock) {
      this.client = client;
      this.compile = compile;
      this.lock = lock;
    }

    /** It connects only once it may preprocess, and preprocesses meanwhile. */
    private void begin() {
      compile.preprocess(this::connect, this::preprocessed);
    }

    private void connect() {
      link = client.list.hosts().get(lock.host()).connect(compile, this);
    }

    private void preprocessed() {
      if (!isOver) {
        link.send(this::replied);
        patience.begin(this);
      }
    }

    private void replied() {
      isOver = true;
      client.backOff.succeeded(lock.host());
      client.locks.unlock(lock);
      compile.done();
    }

    /** What was preprocessed for this host is not used for the next one. */
    @Override
    public void broken() {
      isOver = true;
      client.backOff.failed(lock.host(), world.now());
      client.locks.unlock(lock);
      client.compile(compile);
    }
  }
}
