package org.mptcpscope.rules.mutation;

import static org.mptcpscope.rules.mutation.Edits.ACK;
import static org.mptcpscope.rules.mutation.Edits.add;
import static org.mptcpscope.rules.mutation.Edits.has;
import static org.mptcpscope.rules.mutation.Edits.later;
import static org.mptcpscope.rules.mutation.Edits.or;
import static org.mptcpscope.rules.mutation.Edits.remove;
import static org.mptcpscope.rules.mutation.Edits.set;
import static org.mptcpscope.rules.mutation.Edits.sized;
import static org.mptcpscope.rules.mutation.Edits.syn;
import static org.mptcpscope.rules.mutation.Edits.synAck;
import static org.mptcpscope.rules.mutation.Edits.xor;
import static org.mptcpscope.rules.mutation.Mutation.of;

import java.util.List;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Severity;

/** Violations of joins, addresses, priorities and of closing. */
final class SubflowMutations {
  private static final int JOIN = Subtype.MP_JOIN;
  private static final int ADD = Subtype.ADD_ADDR;
  private static final int CLOSE = Subtype.MP_FASTCLOSE;

  static final List<Mutation> ALL =
      List.of(
          of("join-hmac-wrong", "JOIN-SYNACK-HMAC-VALID", synAck(JOIN), xor(JOIN, 8, 1))
              .with("bad-join-answer-accepted"),
          of("join-hmac-wrong", "JOIN-ACK-HMAC-VALID", sized(JOIN, 24), xor(JOIN, 20, 1))
              .with("bad-join-ack-accepted"),
          of("token-wrong", "", syn(JOIN), Edits.tokenOfLastBits()),
          of(
              "address-id-zero-misused",
              "",
              syn(JOIN).and("elsewhere", Joins::isElsewhere),
              set(JOIN, 3, 0)),
          of("join-handshake-incomplete", "", sized(JOIN, 24), remove(JOIN))
              .accusesOther()
              .with("bad-join-ack-accepted"),
          of(
                  "join-option-on-first-subflow",
                  "JOIN-NOT-ON-FIRST-SUBFLOW",
                  synAck(Subtype.MP_CAPABLE),
                  Edits.instead(
                      Subtype.MP_CAPABLE, "1e 10 10 01 01 02 03 04 05 06 07 08 01 02 03 04"))
              .with("mptcp-after-refusal", "option-without-negotiation"),
          of(
              "join-ack-misplaced",
              "JOIN-ACK-FORM-ONLY-AT-START",
              ACK.joined().by(Side.INITIATOR).and("behind data", Tape::isBehindData).nth(6),
              Edits.borrowed(JOIN, 24, Subtype.DSS)),
          of("add-addr-hmac-wrong", "", sized(ADD, 16), xor(ADD, -1, 1)),
          of(
                  "forged-address-accepted",
                  "ADD-INVALID-HMAC-IGNORED",
                  sized(ADD, 16).and("echoed", Edits::isEchoed),
                  xor(ADD, -1, 1))
              .accusesOther()
              .with("add-addr-hmac-wrong"),
          of("echo-with-hmac", "ADD-ECHO-HAS-NO-HMAC", sized(ADD, 16), or(ADD, 2, 1)),
          of(
                  "echo-without-original",
                  "ADD-ECHO-MATCHES-ORIGINAL",
                  has(ADD).and("echo", (_, f) -> (f.option(ADD)[2] & 1) == 1),
                  xor(ADD, 3, 0x40))
              .at(Severity.NOTE),
          of(
              "unknown-address-removed",
              "REM-ID-KNOWN",
              has(Subtype.REMOVE_ADDR),
              set(Subtype.REMOVE_ADDR, 3, 99)),
          of("fast-close-key-wrong", "FCLOSE-KEY-MATCHES-RECEIVER", has(CLOSE), xor(CLOSE, 8, 1)),
          of(
              "fast-close-misplaced",
              "FCLOSE-ONLY-ON-ACK-OR-RST",
              synAck(Subtype.MP_CAPABLE),
              add("1e 0c 70 00 01 02 03 04 05 06 07 08")),
          of(
              "data-fin-without-mapping",
              "DSS-FIN-NEEDS-MAPPING",
              sized(Subtype.DSS, 12).by(Side.INITIATOR).nth(3),
              or(Subtype.DSS, 3, 0x10)),
          of(
              "checksum-presence-wrong",
              "DSS-CHECKSUM-PRESENCE",
              Edits.mapping().first().nth(3),
              Edits.checksumAdded()),
          of(
              "checksum-presence-wrong",
              "DSS-CHECKSUM-PRESENCE",
              Edits.mapping().joined().nth(3),
              Edits.checksumAdded()),
          of("checksum-wrong", "", Edits.checksummed().by(Side.INITIATOR).nth(2), xor(2, -1, 1)),
          of("checksum-wrong", "", Edits.checksummed().by(Side.LISTENER).nth(2), xor(2, -2, 0x40)),
          of("checksum-wrong", "", Edits.checksummed().joined().nth(1), xor(2, -1, 0x10))
              .with("fail-without-reset"),
          of(
              "bare-data-fin-malformed",
              "",
              later(Subtype.DSS)
                  .and(
                      "DATA_FIN",
                      (_, f) -> f.payload().length == 0 && (f.option(2)[3] & 0x14) == 0x14),
              Edits.finSsn(7).then(Repairs.checksum())),
          of(
              "checksum-wrong",
              "DSS-CHECKSUM-VALID",
              Edits.checksummed()
                  .by(Side.INITIATOR)
                  .and("whole", (_, f) -> Edits.isWhole(f))
                  .nth(1),
              Edits.payloadOctet(0)),
          of(
              "idsn-wrong",
              "DSS-IDSN-LSB64",
              Edits.mapping().first().by(Side.LISTENER),
              Edits.shiftedDsns(1)));

  private SubflowMutations() {}
}
