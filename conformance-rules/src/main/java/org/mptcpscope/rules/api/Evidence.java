package org.mptcpscope.rules.api;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.dissector.Octets;

/**
 * Exhibits of a finding. The first one is the offending frame; reports sort by time.
 *
 * @param exhibits at least one, the offending frame first
 */
public record Evidence(List<Exhibit> exhibits) {
  public Evidence {
    exhibits = List.copyOf(exhibits);
  }

  /** The offending segment. */
  public static Evidence at(Carrier carrier, String shows) {
    return new Evidence(List.of(Exhibit.of(carrier, shows)));
  }

  /** A frame of the model that is not at hand as a carrier. */
  public static Evidence at(FrameRef frame, Subflow on, Side by, String shows) {
    return new Evidence(List.of(new Exhibit(frame, on, by, shows, Octets.EMPTY, List.of())));
  }

  /** One exhibit more. */
  public Evidence and(Carrier carrier, String shows) {
    return plus(Exhibit.of(carrier, shows));
  }

  /** One exhibit more; a null frame adds nothing. */
  public Evidence and(FrameRef frame, Subflow on, Side by, String shows) {
    return frame == null ? this : plus(new Exhibit(frame, on, by, shows, Octets.EMPTY, List.of()));
  }

  /** Shows the octets of an option under the first exhibit, with carets under [from, to). */
  public Evidence octets(Octets option, int from, int to, String caption) {
    List<Exhibit> all = new ArrayList<>(exhibits);
    Exhibit first = all.getFirst();
    List<Caret> carets = new ArrayList<>(first.carets());
    carets.add(new Caret(from, to, caption));
    all.set(0, new Exhibit(first.frame(), first.on(), first.by(), first.shows(), option, carets));
    return new Evidence(all);
  }

  private Evidence plus(Exhibit exhibit) {
    List<Exhibit> all = new ArrayList<>(exhibits);
    all.add(exhibit);
    return new Evidence(all);
  }

  /**
   * One frame and what it shows.
   *
   * @param on the subflow, or null if it is of another flow
   * @param by the sender
   * @param shows a few words
   * @param octets of the option in question, or empty
   * @param carets which of them matter
   */
  public record Exhibit(
      FrameRef frame, Subflow on, Side by, String shows, Octets octets, List<Caret> carets) {
    public Exhibit {
      carets = List.copyOf(carets);
    }

    static Exhibit of(Carrier carrier, String shows) {
      return new Exhibit(
          carrier.frame(), carrier.on(), carrier.by(), shows, Octets.EMPTY, List.of());
    }
  }

  /**
   * Octets to mark.
   *
   * @param from first octet, of the option
   * @param to behind the last one
   * @param caption what is wrong with them; may be empty
   */
  public record Caret(int from, int to, String caption) {}
}
