package org.mptcpscope.core.model;

/** The known wrong computation that reproduces a wrong token, HMAC, IDSN or checksum. */
public enum Variant {
  OTHER_HASH("the hash function of the other MPTCP version was used"),
  KEY_REVERSED("the octets of the key were hashed in reverse order"),
  DIGEST_HEAD("the leftmost octets of the digest were taken"),
  DIGEST_TAIL("the rightmost octets of the digest were taken"),
  WORD_SWAPPED("the two 32-bit words of the value are swapped"),
  TRUNCATED_TAIL("the digest was truncated to 160 bits before its last octets were taken"),
  KEYS_SWAPPED("the two keys are swapped in the HMAC key"),
  NONCES_SWAPPED("the two nonces are swapped in the HMAC message"),
  OWN_TOKEN("the token is that of the sender itself"),
  PORT_ZERO("the HMAC is right for port 0"),
  PORT_OMITTED("the HMAC is right without the port"),
  OTHER_ADDRESS("the HMAC is right for another address"),
  HIGH_HALF_ZERO("the high half of the data sequence number counted as zero"),
  WITHOUT_SYN_OCTET("the IDSN itself was used for the first octet of data"),
  FIN_NOT_COUNTED("the DATA_FIN was not counted in the length"),
  BYTES_SWAPPED("the two octets are swapped"),
  NOT_COMPLEMENTED("the sum was not complemented"),
  WITHOUT_PSEUDO_HEADER("the payload was summed without the pseudo-header"),
  SEGMENT_LENGTH("the length of the segment was summed in place of the mapping's"),
  LENGTH_LEFT_OUT("the length of the mapping was left out of the sum"),
  TCP_CHECKSUM("the checksum is that of the TCP header");

  private final String sentence;

  Variant(String sentence) {
    this.sentence = sentence;
  }

  /** One clause for people. */
  public String sentence() {
    return sentence;
  }
}
