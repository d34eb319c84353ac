package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.List;

/** Volunteers that never change. */
public final class FixedDiscovery implements Discovery {

  public FixedDiscovery(List<Volunteer> volunteers, Dispatch dispatch) {
    dispatch.update(volunteers);
  }

  @Override
  public boolean inSync() {
    return true;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
