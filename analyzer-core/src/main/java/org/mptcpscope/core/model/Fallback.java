package org.mptcpscope.core.model;

/**
 * A host's return to plain TCP (RFC 8684, 3.7).
 *
 * @param by the host that is bound to plain TCP from here on
 * @param reason why
 * @param since the frame from which it is bound
 * @param certain false if the capture only suggests it; rules judge by certain ones only
 */
public record Fallback(Side by, Reason reason, FrameRef since, boolean certain) {

  /** Why a host fell back. */
  public enum Reason {
    REFUSED("refused"),
    BARE_THIRD_PACKET("bareThirdPacket"),
    INFINITE_MAPPING("infiniteMapping"),
    MP_FAIL("mpFail"),
    SILENT("silent");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }
}
