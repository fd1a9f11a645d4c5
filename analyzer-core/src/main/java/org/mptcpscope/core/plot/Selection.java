package org.mptcpscope.core.plot;

import java.util.Set;

/**
 * The frames that are marked in every view.
 *
 * @param frames the selected frames
 * @param focus the one that a ring is drawn around, or 0
 */
public record Selection(Set<Long> frames, long focus) {
  /** No frame. */
  public static final Selection NONE = new Selection(Set.of(), 0);

  /** Copies the set. */
  public Selection {
    frames = Set.copyOf(frames);
  }
}
