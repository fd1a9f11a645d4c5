package org.mptcpscope.core.model;

import java.util.Set;

/**
 * What a question about capture quality is about: the subflows and the span of a finding's
 * evidence.
 *
 * @param subflows the subflows concerned; empty means the whole connection
 * @param accused the host that a finding accuses, or null
 * @param from capture time of the first piece of evidence, as in {@link FrameRef#time}
 * @param to capture time of the last one, or of a missed deadline
 */
public record Scope(Set<Subflow> subflows, Side accused, long from, long to) {
  public Scope {
    subflows = Set.copyOf(subflows);
  }
}
