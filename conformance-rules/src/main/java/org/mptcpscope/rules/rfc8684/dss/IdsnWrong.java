package org.mptcpscope.rules.rfc8684.dss;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted.MappedBy;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;

/**
 * The data of a version 0 host does not begin at the number that its key demands.
 *
 * <p>The initial data sequence number is made of the last 64 bits of SHA-1 of the key, and the SYN
 * takes one number (RFC 6824, section 3.1): the first octet of data has the next one. A host that
 * counts from elsewhere cannot be understood by a peer that computes the number itself. Judged is
 * the mapping of the first octet on the first subflow, or a DATA_FIN if no data went before it;
 * 32-bit numbers are compared as such. A first octet at the number itself is a window probe, not
 * data.
 */
public final class IdsnWrong implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "idsn-wrong",
              "CAP-V0-IDSN-SHA1",
              "the data sequence space does not begin where the key demands",
              Subject.MAPPING)
          .hears(PayloadStarted.class, DataFinSent.class);

  /** A wrong initial number does not lie so near behind the right one. */
  private static final long FAR = 1L << 24;

  private final Set<Side> judged = EnumSet.noneOf(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new IdsnWrong();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case PayloadStarted started when judged.add(started.by()) -> started(started, out);
      case DataFinSent fin when judged.add(fin.by()) && fin.alone() -> {
        Carrier segment = fin.carrier();
        Evidence evidence = Evidence.at(segment, "DATA_FIN, DSN %016x".formatted(fin.finalDsn()));
        compare(fin.finalDsn(), fin.option().dsnWide(), segment, evidence, out);
      }
      default -> {}
    }
  }

  private static void started(PayloadStarted started, Verdicts out) {
    Mapping mapping = started.mapping();
    Carrier segment = started.carrier();
    boolean first = segment.on().isInitial() && segment.ssn() <= 1;
    boolean probe = mapping != null && mapping.length() == 1;
    if (first && mapping != null && !probe && started.mappedBy() != MappedBy.CAPABLE) {
      long dsn = mapping.dsn() + (1 - mapping.ssn());
      Evidence evidence = Evidence.at(segment, "first DSS mapping, DSN %016x".formatted(dsn));
      compare(dsn, isWide(segment), segment, evidence, out);
    }
  }

  private static boolean isWide(Carrier segment) {
    return segment
        .option(org.mptcpscope.dissector.mptcp.Dss.class)
        .filter(dss -> dss.dsnWide())
        .isPresent();
  }

  private static void compare(
      long dsn, boolean wide, Carrier segment, Evidence evidence, Verdicts out) {
    Connection connection = segment.on().connection();
    OptionalLong idsn = connection.host(segment.by()).idsn();
    if (idsn.isEmpty()) {
      return;
    }
    long due = idsn.getAsLong() + 1;
    DataStream stream = connection.stream(segment.by());
    if (wide ? dsn == due : (int) dsn == (int) due) {
      out.pass();
      return;
    }
    if (mayFollowUnseen(wide ? dsn - due : (int) dsn - (int) due, segment)) {
      out.inconclusive(SPEC.requirement(), "data before it may be missing in the capture");
      return;
    }
    Draft draft =
        out.violation(
                segment.on(),
                "the data sequence space does not begin where the key demands",
                Fault.of(segment.by()),
                evidence)
            .about(segment.by(), new Range(1, 2));
    stream
        .explain(dsn)
        .ifPresentOrElse(
            variant -> draft.variant(variant).diagnosis(variant.sentence()),
            () -> draft.diagnosis("%016x is due".formatted(due)));
  }

  /**
   * Whether the host may have sent data before that the capture lacks: the number lies a little
   * behind the right one, and payload was acknowledged, or another subflow can have carried it.
   */
  private static boolean mayFollowUnseen(long behind, Carrier segment) {
    if (behind <= 0 || behind >= FAR) {
      return false;
    }
    Connection connection = segment.on().connection();
    return connection.subflows().size() > 1
        || segment.ssn() > 1
        || segment.on().sndUna(segment.by()) > 1;
  }
}
