package org.mptcpscope.rules.rfc8684.dss;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted.MappedBy;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;
import org.mptcpscope.rules.rfc8684.Variants;

/**
 * A host's data does not begin at the number that its key demands.
 *
 * <p>The initial data sequence number is made of the last 64 bits of the hash of the key, SHA-256
 * in version 1 and SHA-1 in version 0, and the SYN takes one number (RFC 8684 and RFC 6824, section
 * 3.1): the first octet of data has the next one. A host that counts from elsewhere cannot be
 * understood by a peer that computes the number itself. Judged is the mapping of the first octet on
 * the first subflow, or a DATA_FIN if no data went before it; MP_CAPABLE with data implies the
 * right number, and the first DSS behind it is judged instead: it cannot lie far below what the key
 * demands, nor far behind it. 32-bit numbers are compared as such. A first octet at the number
 * itself may be a window probe. A known wrong computation is named, and has the requirement that it
 * breaks.
 */
public final class IdsnWrong implements Rule {
  /** A wrong initial number does not lie so near behind the right one. */
  private static final long FAR = 1L << 24;

  /**
   * When the first DSS behind MP_CAPABLE with data is looked for, in nanoseconds; and at the end.
   */
  private static final long[] LATER = {1_000_000L, 20_000_000L, 300_000_000L, 5_000_000_000L};

  private static final String LSB64 = "DSS-IDSN-LSB64";
  private static final String V0 = "CAP-V0-IDSN-SHA1";
  private static final String SYN_OCTET = "DSS-SYN-TAKES-ONE-DSN";
  private static final String RIGHTMOST = "CAP-LSB-IS-RIGHTMOST";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "idsn-wrong",
              LSB64,
              "the data sequence space does not begin where the key demands",
              Subject.MAPPING)
          .also(V0, Subject.MAPPING)
          .also(SYN_OCTET, Subject.MAPPING)
          .also(RIGHTMOST, Subject.MAPPING)
          .also(Variants.OTHER_HASH, Subject.MAPPING)
          .also(Variants.KEY_ORDER, Subject.MAPPING)
          .hears(PayloadStarted.class, DataFinSent.class, ConnectionEnded.class);

  private final Set<Side> judged = EnumSet.noneOf(Side.class);

  /** Data on MP_CAPABLE whose first DSS was not judged yet. */
  private final List<PayloadStarted> behindCapable = new ArrayList<>(1);

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
      case PayloadStarted started when judged.add(started.by()) -> {
        if (started.mappedBy() == MappedBy.CAPABLE && started.on().isInitial()) {
          // Looked at after a while: who waits for a segment takes all others off the short way.
          behindCapable.add(started);
          for (long later : LATER) {
            out.alarm(started.knownAt().time() + later, started);
          }
        } else {
          started(started, out);
        }
      }
      case ConnectionEnded _ -> List.copyOf(behindCapable).forEach(one -> firstDss(one, out));
      case DataFinSent fin when judged.add(fin.by()) && fin.alone() -> {
        Carrier segment = fin.carrier();
        boolean wide = fin.option().dsnWide();
        long dsn = wide ? fin.option().dsn() : fin.finalDsn();
        Evidence evidence = Evidence.at(segment, "DATA_FIN, DSN %016x".formatted(dsn));
        compare(dsn, wide, segment, evidence, out);
      }
      default -> {}
    }
  }

  private static void started(PayloadStarted started, Verdicts out) {
    Mapping mapping = started.mapping();
    Carrier segment = started.carrier();
    boolean first = segment.on().isInitial() && segment.ssn() <= 1;
    boolean probe = mapping != null && mapping.length() == 1 && isProbe(started, mapping);
    if (first && mapping != null && !probe && started.mappedBy() != MappedBy.CAPABLE) {
      long dsn = onTheWire(started) + (1 - mapping.ssn());
      Evidence evidence = Evidence.at(segment, "first DSS mapping, DSN %016x".formatted(dsn));
      compare(dsn, isWide(segment), segment, evidence, out);
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof PayloadStarted started) {
      firstDss(started, out);
    }
  }

  /** Judges the first mapping behind that of MP_CAPABLE, if there is one by now. */
  private void firstDss(PayloadStarted started, Verdicts out) {
    OptionalLong idsn = started.connection().host(started.by()).idsn();
    Mapping capable = started.mapping();
    if (idsn.isEmpty() || capable == null || !behindCapable.contains(started)) {
      return;
    }
    Mapping mapping =
        started.on().mappings(started.by()).at(capable.ssn() + capable.length()).orElse(null);
    if (mapping == null) {
      return;
    }
    behindCapable.remove(started);
    if (mapping.byCapable()) {
      // A DSS continued it in stride: its number is as right.
      return;
    }
    long first = mapping.dsn() - mapping.ssn() + 1;
    long due = idsn.getAsLong() + 1;
    int behind = (int) first - (int) due;
    if (Math.abs((long) behind) < FAR || behind > 0 && isOneOfSeveral(started.on())) {
      return;
    }
    Variant variant = started.connection().stream(started.by()).explain(first).orElse(null);
    Evidence evidence =
        Evidence.at(
                mapping.mappedAt(),
                started.on(),
                started.by(),
                "first DSS mapping, ssn %d to DSN %016x".formatted(mapping.ssn(), mapping.dsn()))
            .and(started.carrier(), "MP_CAPABLE with data before it");
    report(variant, started.on(), started.by(), due, evidence, out);
  }

  private static boolean isOneOfSeveral(Subflow on) {
    return on.connection().subflows().stream()
        .anyMatch(other -> other != on && other.establishedAt().isPresent());
  }

  /** Some hosts probe a closed window with the number in front of the data. */
  private static boolean isProbe(PayloadStarted started, Mapping mapping) {
    OptionalLong idsn = started.connection().host(started.by()).idsn();
    return idsn.isPresent() && (int) idsn.getAsLong() == (int) mapping.dsn();
  }

  /** The model goes on with a high half that the stream can have; here the option counts. */
  private static long onTheWire(PayloadStarted started) {
    return started
        .carrier()
        .option(Dss.class)
        .filter(dss -> dss.dsnWide() && started.mappedBy() == MappedBy.DSS)
        .map(Dss::dsn)
        .orElse(started.mapping().dsn());
  }

  private static boolean isWide(Carrier segment) {
    return segment.option(Dss.class).filter(dss -> dss.dsnWide()).isPresent();
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
    String generic = connection.dialect() == Dialect.V0 ? V0 : LSB64;
    if (wide ? dsn == due : (int) dsn == (int) due) {
      out.pass(generic);
      return;
    }
    if (mayFollowUnseen(wide ? dsn - due : (int) dsn - (int) due, segment)) {
      out.inconclusive(generic, "data before it may be missing in the capture");
      return;
    }
    Variant variant = stream.explain(dsn).orElse(null);
    report(variant, segment.on(), segment.by(), due, evidence, out);
  }

  private static void report(
      Variant variant, Subflow on, Side by, long due, Evidence evidence, Verdicts out) {
    String generic = on.connection().dialect() == Dialect.V0 ? V0 : LSB64;
    String id = requirement(variant, generic);
    Draft draft =
        out.violation(
                id,
                on,
                "the data sequence space does not begin where the key demands",
                Fault.of(by),
                evidence)
            .about(by, new Range(1, 2));
    if (!id.equals(generic)) {
      draft.also(generic);
    }
    if (variant == null) {
      draft.diagnosis("%016x is due".formatted(due));
    } else {
      draft.variant(variant).diagnosis(variant.sentence());
    }
  }

  private static String requirement(Variant variant, String generic) {
    return switch (variant) {
      case DIGEST_HEAD, WORD_SWAPPED -> RIGHTMOST;
      case WITHOUT_SYN_OCTET -> SYN_OCTET;
      case null, default -> Variants.requirement(variant, generic);
    };
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
    return connection.subflows().stream().anyMatch(other -> carries(other, segment))
        || segment.ssn() > 1
        || segment.on().sndUna(segment.by()) > 1
        || hasMore(segment);
  }

  /** Another subflow that carried data of this host, or whose beginning was not captured. */
  private static boolean carries(Subflow other, Carrier segment) {
    boolean silent =
        other.handshake().current().filter(attempt -> !attempt.syns().isEmpty()).isPresent()
            && other.highest(segment.by()) <= 1
            && other.sndUna(segment.by()) <= 1;
    return other != segment.on() && !silent;
  }

  /** The peer Data-ACKed what no subflow in the capture carried. */
  private static boolean hasMore(Carrier segment) {
    Connection connection = segment.on().connection();
    OptionalLong idsn = connection.host(segment.by()).idsn();
    DataStream stream = connection.stream(segment.by());
    return idsn.isPresent()
        && stream
            .dataAcked()
            .filter(ack -> (int) (ack.value() - idsn.getAsLong()) > 1)
            .filter(ack -> ack.frame().isBefore(segment.frame()))
            .isPresent();
  }
}
