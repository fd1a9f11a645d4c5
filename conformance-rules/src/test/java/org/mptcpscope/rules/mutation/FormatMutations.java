package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.ACK;
import static org.mptcpscope.rules.mutation.Edits.add;
import static org.mptcpscope.rules.mutation.Edits.has;
import static org.mptcpscope.rules.mutation.Edits.later;
import static org.mptcpscope.rules.mutation.Edits.or;
import static org.mptcpscope.rules.mutation.Edits.resize;
import static org.mptcpscope.rules.mutation.Edits.set;
import static org.mptcpscope.rules.mutation.Edits.sized;
import static org.mptcpscope.rules.mutation.Edits.syn;
import static org.mptcpscope.rules.mutation.Edits.synAck;
import static org.mptcpscope.rules.mutation.Edits.twice;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Severity;

/** Violations of the forms of options. */
final class FormatMutations {
  private static final String RESERVED = "reserved-bits-set";
  private static final String LENGTH = "option-length-wrong";

  static final List<Mutation> ALL =
      List.of(
          of(RESERVED, "JOIN-SYN-RESERVED-ZERO", syn(Subtype.MP_JOIN), or(Subtype.MP_JOIN, 2, 2)),
          of(RESERVED, "JOIN-ACK-RESERVED-ZERO", sized(1, 24), set(Subtype.MP_JOIN, 3, 1)),
          of(RESERVED, "PRIO-RESERVED-ZERO", has(Subtype.MP_PRIO), or(Subtype.MP_PRIO, 2, 2)),
          of(RESERVED, "ADD-RESERVED-ZERO", has(Subtype.ADD_ADDR), or(Subtype.ADD_ADDR, 2, 4)),
          of(
              RESERVED,
              "REM-RESERVED-ZERO",
              has(Subtype.REMOVE_ADDR),
              or(Subtype.REMOVE_ADDR, 2, 1)),
          of(
              RESERVED,
              "FCLOSE-RESERVED-ZERO",
              has(Subtype.MP_FASTCLOSE),
              set(Subtype.MP_FASTCLOSE, 3, 1)),
          of(
              RESERVED,
              "RST-RESERVED-UVW-ZERO",
              has(Subtype.MP_TCPRST),
              or(Subtype.MP_TCPRST, 2, 8)),
          of(RESERVED, "FAIL-RESERVED-ZERO", has(Subtype.MP_FAIL), set(Subtype.MP_FAIL, 3, 0xff)),
          of(
              RESERVED,
              "DSS-RESERVED-ZERO",
              later(Subtype.DSS).by(Side.INITIATOR).nth(3),
              or(Subtype.DSS, 3, 0x80)),
          of(
              RESERVED,
              "DSS-RESERVED-ZERO",
              later(Subtype.DSS).by(Side.LISTENER).nth(2),
              or(Subtype.DSS, 3, 0x20)),
          of(
              RESERVED,
              "DSS-RESERVED-ZERO",
              later(Subtype.DSS).joined().nth(2),
              or(Subtype.DSS, 2, 0x01)),
          of(LENGTH, "JOIN-SYN-LENGTH", syn(Subtype.MP_JOIN), resize(Subtype.MP_JOIN, 16)),
          of(LENGTH, "JOIN-SYNACK-LENGTH", synAck(Subtype.MP_JOIN), resize(Subtype.MP_JOIN, 12)),
          of(LENGTH, "JOIN-ACK-LENGTH", sized(1, 24), resize(Subtype.MP_JOIN, 36)),
          of(LENGTH, "PRIO-LENGTH", has(Subtype.MP_PRIO), resize(Subtype.MP_PRIO, 5)),
          of(LENGTH, "ADD-LENGTH", sized(Subtype.ADD_ADDR, 16), resize(Subtype.ADD_ADDR, 8)),
          of(LENGTH, "REM-LENGTH", has(Subtype.REMOVE_ADDR), resize(Subtype.REMOVE_ADDR, 3)),
          of(LENGTH, "FAIL-LENGTH", has(Subtype.MP_FAIL), resize(Subtype.MP_FAIL, 8)),
          of(LENGTH, "FCLOSE-LENGTH", has(Subtype.MP_FASTCLOSE), resize(Subtype.MP_FASTCLOSE, 4)),
          of(LENGTH, "RST-LENGTH", has(Subtype.MP_TCPRST), resize(Subtype.MP_TCPRST, 3)),
          of(
              "subtype-unassigned",
              "OPT-SUBTYPE-ASSIGNED",
              has(Subtype.ADD_ADDR),
              set(Subtype.ADD_ADDR, 2, 0xa0)),
          of(
              "subtype-unassigned",
              "OPT-SUBTYPE-ASSIGNED",
              has(Subtype.MP_PRIO),
              set(Subtype.MP_PRIO, 2, 0xb0)),
          of("private-subtype-used", "", ACK.by(Side.INITIATOR).nth(2), add("1e 04 f0 01")),
          of("private-subtype-used", "", ACK.joined().by(Side.LISTENER).nth(2), add("1e 04 f0 01")),
          of("option-repeated-in-segment", "", has(Subtype.MP_PRIO), twice(Subtype.MP_PRIO))
              .at(Severity.NOTE),
          of("option-repeated-in-segment", "", has(Subtype.MP_TCPRST), twice(Subtype.MP_TCPRST))
              .at(Severity.NOTE),
          of(
                  "option-repeated-in-segment",
                  "",
                  sized(Subtype.DSS, 12).by(Side.LISTENER).nth(2),
                  twice(Subtype.DSS))
              .at(Severity.NOTE),
          of("option-repeated-in-segment", "", syn(Subtype.MP_JOIN), twice(Subtype.MP_JOIN)),
          of(
              "signal-on-syn",
              "OPT-SYN-CARRIES-ONLY-INITIATION",
              synAck(Subtype.MP_JOIN),
              add("1e 08 20 01 00 00 00 01")),
          of(
              "option-area-broken",
              "",
              later(Subtype.DSS).by(Side.INITIATOR).nth(4),
              Edits.lengthOctet(Subtype.DSS, 40)),
          of(
              "option-area-broken",
              "",
              later(Subtype.DSS).by(Side.LISTENER).nth(3),
              Edits.lengthOctet(Subtype.DSS, 40)),
          of(
              "option-area-broken",
              "",
              later(Subtype.DSS).joined().nth(2),
              Edits.lengthOctet(Subtype.DSS, 2)),
          of(
              "reset-reason-misplaced",
              "RST-ONLY-ON-RST",
              ACK.by(Side.INITIATOR).nth(3),
              add("1e 04 80 01")),
          of(
              "reset-reason-misplaced",
              "RST-ONLY-ON-RST",
              ACK.by(Side.LISTENER).joined().nth(1),
              add("1e 04 80 01")),
          of(
              "reset-reason-unassigned",
              "RST-REASON-ASSIGNED",
              has(Subtype.MP_TCPRST).and("RST", (_, f) -> (f.flags() & SegmentView.RST) != 0),
              set(Subtype.MP_TCPRST, 3, 0x2a)),
          of(
              "prio-with-address-id",
              "PRIO-NO-ADDRESS-ID",
              has(Subtype.MP_PRIO),
              Edits.addrId(Subtype.MP_PRIO, 2)));

  private FormatMutations() {}
}
