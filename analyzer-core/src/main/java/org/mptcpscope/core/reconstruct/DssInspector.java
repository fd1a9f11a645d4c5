package org.mptcpscope.core.reconstruct;

import java.util.EnumSet;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.dissector.mptcp.DssView;

/**
 * Looks at the form of each DSS of one direction (RFC 8684, 3.3): a pure function of its octets,
 * the flags of its segment and the agreement on checksums. A regular one costs a few comparisons.
 */
final class DssInspector {
  private static final Oddity[] ODDITIES = Oddity.values();

  private Episode[] episodes;
  private int irregular;

  /**
   * Inspects a DSS.
   *
   * @param dss stands on the option unless {@code wellFormed} is false
   * @param grace how long an oddity must have been absent to be told again, in nanoseconds
   * @return the oddities with which an episode begins
   */
  Set<Oddity> inspect(
      DssView dss,
      boolean wellFormed,
      int nth,
      boolean syn,
      Checksums agreed,
      long now,
      long grace) {
    int odd = wellFormed ? odd(dss, agreed) : bit(Oddity.LENGTH);
    if (nth > 1) {
      odd |= bit(Oddity.REPEATED);
    }
    if (syn) {
      odd |= bit(Oddity.ON_SYN);
    }
    return odd == 0 && irregular == 0 ? Set.of() : begun(odd, now, grace);
  }

  /** Whether this DSS is as it should be and so were all before it. */
  boolean isRegular(DssView dss, boolean wellFormed, int nth, boolean syn, Checksums agreed) {
    return irregular == 0 && wellFormed && nth == 1 && !syn && odd(dss, agreed) == 0;
  }

  /** Whether all were as they should be. */
  boolean isRegular() {
    return irregular == 0;
  }

  private static int odd(DssView dss, Checksums agreed) {
    int odd = 0;
    if (!dss.hasDataAck() && !dss.hasMapping()) {
      odd |= bit(Oddity.EMPTY);
    }
    if (dss.hasReservedBits()) {
      odd |= bit(Oddity.RESERVED);
    }
    if (!dss.hasMapping() && dss.dataFin()) {
      odd |= bit(Oddity.FIN_UNMAPPED);
    }
    if (dss.hasMapping() && dss.dataFin() && dss.dataLength() == 0) {
      odd |= bit(Oddity.FIN_ON_INFINITE);
    }
    if (dss.hasMapping() && dss.dataLength() > 0) {
      if (agreed == Checksums.AGREED && !dss.hasChecksum()) {
        odd |= bit(Oddity.CHECKSUM_MISSING);
      } else if (agreed == Checksums.NOT_AGREED && dss.hasChecksum()) {
        odd |= bit(Oddity.CHECKSUM_UNAGREED);
      }
    }
    return odd;
  }

  private Set<Oddity> begun(int odd, long now, long grace) {
    if (episodes == null) {
      episodes = new Episode[ODDITIES.length];
    }
    Set<Oddity> begun = EnumSet.noneOf(Oddity.class);
    for (int i = 0; i < ODDITIES.length; i++) {
      if ((odd & 1 << i) != 0) {
        if (episodes[i] == null) {
          episodes[i] = new Episode();
        }
        if (episodes[i].holds(now, grace)) {
          begun.add(ODDITIES[i]);
        }
      } else if (episodes[i] != null) {
        episodes[i].fails(now);
      }
    }
    irregular |= odd;
    return begun;
  }

  private static int bit(Oddity oddity) {
    for (int i = 0; i < ODDITIES.length; i++) {
      if (ODDITIES[i] == oddity) {
        return 1 << i;
      }
    }
    throw new IllegalArgumentException(oddity.name());
  }
}
