package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * DSS as a value: Data ACK, data sequence mapping, DATA_FIN (RFC 8684, section 3.3). For what each
 * packet of bulk data carries there is {@link DssView}.
 *
 * @param reservedNibble the four bits behind the subtype, reserved
 * @param flags the fourth octet: F, m, M, a, A as in {@link DssView}, and three reserved bits
 * @param dataAck as sent, of 4 octets without sign, or 0 if absent
 * @param dsn as sent, of 4 octets without sign, or 0 if absent
 * @param ssn subflow sequence number, relative to the subflow's start, or 0 if absent
 * @param dataLength Data-Level Length, 0 to 65535, or -1 if absent
 * @param checksum 0 to 65535, or -1 if absent
 */
public record Dss(
    int reservedNibble, int flags, long dataAck, long dsn, int ssn, int dataLength, int checksum)
    implements MptcpOption {

  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    DssView view = new DssView();
    if (!view.wrap(buffer, offset, length)) {
      return malformed(buffer, offset, length);
    }
    return of(view);
  }

  private static Malformed malformed(MemorySegment buffer, long offset, int length) {
    int bare = length < 4 ? 4 : DssView.lengthFor(u8(buffer, offset + 3));
    boolean mapping = length >= 4 && (u8(buffer, offset + 3) & DssView.M) != 0;
    return mapping
        ? Malformed.length(buffer, offset, length, bare, bare + 2)
        : Malformed.length(buffer, offset, length, bare);
  }

  /** Returns a copy of what a view shows. */
  public static Dss of(DssView view) {
    return new Dss(
        view.reservedNibble(),
        view.flags(),
        view.dataAck(),
        view.dsn(),
        view.ssn(),
        view.dataLength(),
        view.checksum());
  }

  @Override
  public Octets emit() {
    int length = DssView.lengthFor(flags) + (hasChecksum() ? 2 : 0);
    Emitter out = new Emitter(length, subtype(), reservedNibble).u8(flags);
    if (hasDataAck()) {
      out.number(dataAck, dataAckWide());
    }
    if (hasMapping()) {
      out.number(dsn, dsnWide()).i32(ssn).u16(dataLength);
      if (hasChecksum()) {
        out.u16(checksum);
      }
    }
    return out.done();
  }

  @Override
  public int subtype() {
    return Subtype.DSS;
  }

  /** Flag A. */
  public boolean hasDataAck() {
    return (flags & DssView.A) != 0;
  }

  /** Flags A and a: the Data ACK has 8 octets. */
  public boolean dataAckWide() {
    return hasDataAck() && (flags & DssView.WIDE_DATA_ACK) != 0;
  }

  /** Flag M. */
  public boolean hasMapping() {
    return (flags & DssView.M) != 0;
  }

  /** Flags M and m: the data sequence number has 8 octets. */
  public boolean dsnWide() {
    return hasMapping() && (flags & DssView.WIDE_DSN) != 0;
  }

  public boolean hasChecksum() {
    return hasMapping() && checksum >= 0;
  }

  /** Flag F: DATA_FIN. */
  public boolean dataFin() {
    return (flags & DssView.F) != 0;
  }
}
