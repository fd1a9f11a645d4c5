package org.mptcpscope.dissector.mptcp;

import org.mptcpscope.dissector.Octets;

/**
 * An option that is sound but means nothing here: a subtype that is not assigned, or another kind.
 *
 * @param kind 0 to 255
 * @param subtype 0 to 15: the high half of the third octet, whatever that is in another kind
 * @param octets the whole option
 */
public record Unknown(int kind, int subtype, Octets octets) implements MptcpOption {

  @Override
  public Octets emit() {
    return octets;
  }

  @Override
  public String name() {
    return kind == KIND ? MptcpOption.super.name() : "option kind " + kind;
  }
}
