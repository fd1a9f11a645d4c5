package org.mptcpscope.core.export;

import java.util.Map;

/**
 * What became of a capture that was made anonymous.
 *
 * @param frames that it has, before and after
 * @param blanked of how many frames nothing but time and length is left, and why
 * @param stopped whether somebody wanted it to end before the capture did
 */
public record Anonymised(int frames, Map<Blank, Integer> blanked, boolean stopped) {
  public Anonymised {
    blanked = Map.copyOf(blanked);
  }

  /** Why a frame was blanked. */
  public enum Blank {
    /** A link layer that is not known, or whose header holds more than addresses. */
    LINK("of link types whose headers are not rewritten"),
    /** A part of an IP packet. */
    FRAGMENT("IP fragments"),
    /** ICMP, which quotes other packets. */
    ICMP("ICMP"),
    /** The capture cut its headers off. */
    CUT("with headers cut off"),
    /** Headers that may name hosts in ways that are not rewritten. */
    HEADER("with headers that are not rewritten"),
    /** Neither TCP nor a tunnel with TCP. */
    OTHER("without TCP");

    private final String words;

    Blank(String words) {
      this.words = words;
    }

    /** Words behind a number of frames. */
    public String words() {
      return words;
    }
  }
}
