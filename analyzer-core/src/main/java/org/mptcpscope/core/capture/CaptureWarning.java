package org.mptcpscope.core.capture;

/**
 * One flaw of a capture that does not keep it from being judged.
 *
 * @param code stable name for programs, as {@link #TRUNCATED}
 * @param message one sentence for people, without the name of the file
 * @param frame the frame it is about, from 1 in the order of the file; 0 if about none
 */
public record CaptureWarning(String code, String message, int frame) {
  /** The capture ends inside a frame or block. */
  public static final String TRUNCATED = "truncated";

  /** A frame or block contradicts its format; nothing behind it was read. */
  public static final String DAMAGED = "damaged";

  /** Frames of a link type that is not dissected were passed over. */
  public static final String LINK_TYPE = "linkType";

  /** Frames of a known link type may have carried TCP but were not read, as encrypted ones. */
  public static final String NOT_READ = "notRead";

  /** Frames were cut by the snapshot length. */
  public static final String SNAPLEN = "snaplen";

  /** Frames were passed over because the user wanted only some. */
  public static final String FILTER = "filter";

  /** The capturing system lost frames. */
  public static final String DROPS = "drops";

  /** A key that the user gave was for no connection of the capture. */
  public static final String KEY_UNUSED = "keyUnused";

  /** The clock of the capture went backwards. */
  public static final String CLOCK_STEP = "clockStep";

  /** The clocks of two interfaces differ. */
  public static final String CLOCK_SKEW = "clockSkew";
}
