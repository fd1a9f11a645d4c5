package org.mptcpscope.dissector.link;

/** Why a frame that may well carry TCP was not read, though its link type is known. */
public enum NotRead {
  /** 802.11 data frames that are encrypted: WEP, TKIP, CCMP, GCMP. */
  PROTECTED_WIFI("protected 802.11 frame", "protected 802.11 frames"),
  /** 802.11 data frames that carry several packets each; a view stands on one only. */
  AGGREGATED_WIFI(
      "802.11 frame of several packets (A-MSDU)", "802.11 frames of several packets (A-MSDU)"),
  /** Parts of an 802.11 data frame, which are not put together. */
  FRAGMENTED_WIFI("fragment of an 802.11 frame", "fragments of 802.11 frames"),
  /** 802.11 frames whose frame check sequence the receiver found wrong. */
  DAMAGED_WIFI("802.11 frame damaged on the air", "802.11 frames damaged on the air"),
  /** Encrypted MACsec (802.1AE). */
  MACSEC("encrypted MACsec frame", "encrypted MACsec frames"),
  /** IPsec Encapsulating Security Payload (RFC 4303). */
  ESP("ESP packet", "ESP packets"),
  /** More headers inside each other than {@link FrameView#DEEPEST}. */
  TOO_DEEP("tunnel nested deeper than 8", "tunnels nested deeper than 8"),
  /** GRE of an unknown version, with source routes, or with an unknown payload. */
  GRE_PAYLOAD("GRE packet of an unknown kind", "GRE packets of an unknown kind"),
  /** MPLS that carries neither IP nor, for sure, Ethernet. */
  MPLS_PAYLOAD("MPLS packet of unknown content", "MPLS packets of unknown content"),
  /** PPP whose packets are compressed, encrypted, or spread over several links. */
  PACKED_PPP(
      "compressed, encrypted or multilink PPP frame",
      "compressed, encrypted or multilink PPP frames"),
  /** PKTAP frames of an interface whose link type is not read. */
  PKTAP_LINK("PKTAP frame of an unknown link type", "PKTAP frames of an unknown link type");

  private final String one;
  private final String many;

  NotRead(String one, String many) {
    this.one = one;
    this.many = many;
  }

  /** Returns so many of them in words, such as {@code 9 protected 802.11 frames}. */
  public String count(long frames) {
    return frames + " " + (frames == 1 ? one : many);
  }
}
