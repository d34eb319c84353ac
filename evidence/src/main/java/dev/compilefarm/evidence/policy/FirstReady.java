package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The client preprocesses, connects to several servers, and gives the job to the first that takes
 * the connection; the others it leaves. Source: the draft of a protocol 3 in the thread of 2003,
 * and "invitation" in distcc's TODO.
 *
 * @param asked servers for each job, drawn anew
 * @param limit of one user's jobs for each volunteer
 * @param childrenPerCore connections that a server takes at a time; the others wait
 */
record FirstReady(int asked, int limit, double childrenPerCore) implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return new Daemon(Children.of(cores, childrenPerCore), false);
  }

  @Override
  public Way begin(World world) {
    return new Clients(world);
  }

  @Override
  public Settings settings() {
    return Settings.NONE.with(asked + " asked").clientLimit(limit).children(childrenPerCore);
  }

  private final class Clients implements Way {
    private final World world;
    private final AskingClient.All clients;
    private final Patience patience;

    private Clients(World world) {
      this.world = world;
      this.clients = new AskingClient.All(world, limit);
      this.patience = new Patience(world);
    }

    @Override
    public void compile(Compile compile) {
      clients.preprocess(compile, () -> invite(compile));
    }

    private void invite(Compile compile) {
      AskingClient client = clients.of(compile.user());
      List<Integer> hosts = Drawn.of(client.backOff().usable(world.now()), asked, world.draws());
      if (hosts.isEmpty()) {
        client.jobs().give();
        compile.goHome();
      } else {
        compile.waits();
        Invitation invitation = new Invitation(this, compile, client);
        hosts.forEach(invitation::connect);
      }
    }
  }

  /** The connections of one job. */
  private static final class Invitation {
    private final Clients clients;
    private final Compile compile;
    private final AskingClient client;
    private final List<Guest> guests = new ArrayList<>();
    private Optional<Guest> chosen = Optional.empty();

    private Invitation(Clients clients, Compile compile, AskingClient client) {
      this.clients = clients;
      this.compile = compile;
      this.client = client;
    }

    private void connect(int host) {
      Guest guest = new Guest(this, host);
      guests.add(guest);
      guest.link = clients.world.volunteers().get(host).connect(compile, guest);
    }

    private void isReady(Guest guest) {
      if (chosen.isEmpty()) {
        chosen = Optional.of(guest);
        guests.stream().filter(other -> other != guest).forEach(other -> other.link.close());
        guest.link.send(() -> replied(guest));
        clients.patience.begin(guest);
      } else {
        guest.link.close();
      }
    }

    private void replied(Guest guest) {
      guest.isOver = true;
      client.backOff().succeeded(guest.host);
      client.jobs().give();
      compile.done();
    }

    private void isGone(Guest guest) {
      guest.isOver = true;
      client.backOff().failed(guest.host, clients.world.now());
      guests.remove(guest);
      if (chosen.isPresent() ? chosen.get().equals(guest) : guests.isEmpty()) {
        clients.invite(compile);
      }
    }
  }

  private static final class Guest extends Patience.Waiting {
    private final Invitation invitation;
    private final int host;

    private Guest(Invitation invitation, int host) {
      this.invitation = invitation;
      this.host = host;
    }

    @Override
    public void accepted() {
      invitation.isReady(this);
    }

    @Override
    public void broken() {
      invitation.isGone(this);
    }
  }
}
