package org.mptcpscope.rules.rfc8684.fallback;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ChecksumFailed;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dsn;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_FAIL names a data sequence number at which no failed mapping begins.
 *
 * <p>The number tells the sender from where on the data was not delivered: it is the one where the
 * mapping begins whose checksum was wrong, and always has 64 bits (RFC 8684, section 3.7). If the
 * capture shows a wrong checksum on that subflow, the number must be the beginning of such a
 * mapping; else the damage was done behind the capture, and the number must be the beginning of any
 * mapping sent there. Only the first MP_FAIL of a connection is judged: the answer to it speaks of
 * what its own sender had received. If the upper 32 bits are zero and the lower ones are right,
 * that is the finding, and an error.
 */
public final class FailDsnWrong implements Rule {
  private static final String START = "FAIL-DSN-STARTS-FAILED-MAPPING";
  private static final String WIDE = "FAIL-64BIT-DSN";
  private static final int MOST = 32;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fail-dsn-wrong",
              START,
              "MP_FAIL names a data sequence number where no failed mapping begins",
              Subject.FAIL)
          .also(WIDE, Subject.FAIL)
          .hears(FailSent.class, ChecksumFailed.class);

  private final List<ChecksumFailed> wrong = new ArrayList<>();
  private boolean judged;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FailDsnWrong();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case ChecksumFailed failed when wrong.size() < MOST -> wrong.add(failed);
      case FailSent fail when !judged -> {
        judged = true;
        judge(fail, out);
      }
      default -> {}
    }
  }

  private void judge(FailSent fail, Verdicts out) {
    if (isRight(fail)) {
      out.pass();
      out.pass(WIDE);
    } else {
      // What it names may stand behind it in the capture: it is looked for once more.
      out.expect(START, fail, fail.knownAt().time() + fail.on().grace());
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof FailSent fail)) {
      return;
    }
    Side sender = fail.by().peer();
    DataStream stream = fail.connection().stream(sender);
    if (stream.end().isEmpty() || stream.anchor() == DataStream.Anchor.FIRST_32) {
      out.inconclusive(START, "the capture does not show the data that it speaks of");
    } else if (fail.on().optionsCut(sender)) {
      out.inconclusive(START, "options of the sender are not in the capture");
    } else if (isRight(fail)) {
      out.pass();
      out.pass(WIDE);
    } else {
      wrong(fail, stream.end().getAsLong(), out);
    }
  }

  private boolean isRight(FailSent fail) {
    return begins(fail.option().dsn(), fail, here(fail));
  }

  /** The wrong checksums that were seen on its subflow. */
  private List<ChecksumFailed> here(FailSent fail) {
    return wrong.stream()
        .filter(one -> one.by() != fail.by() && one.on() == fail.on())
        .filter(one -> one.knownAt().time() <= fail.knownAt().time() + fail.on().grace())
        .toList();
  }

  private void wrong(FailSent fail, long end, Verdicts out) {
    List<ChecksumFailed> here = here(fail);
    long dsn = fail.option().dsn();
    long promoted = Dsn.promote((int) dsn, end);
    if (dsn >>> 32 == 0 && promoted >>> 32 != 0 && begins(promoted, fail, here)) {
      out.violation(
          WIDE,
          fail.on(),
          "MP_FAIL with the lower 32 bits of the data sequence number only",
          Fault.of(fail.by()),
          Evidence.at(fail.carrier(), Fallbacks.shown(fail)));
    } else if (!here.isEmpty()) {
      report(
          fail,
          "MP_FAIL does not name the mapping that failed",
          here.getFirst().mapping(),
          "checksum wrong",
          out);
    } else {
      unseen(fail, end, out);
    }
  }

  private static boolean begins(long dsn, FailSent fail, List<ChecksumFailed> here) {
    return here.isEmpty()
        ? fail.on().mappings(fail.by().peer()).beginningAt(dsn).isPresent()
        : here.stream().anyMatch(failed -> failed.mapping().dsn() == dsn);
  }

  /** The damage was done behind the capture; an old mapping may be forgotten. */
  private static void unseen(FailSent fail, long end, Verdicts out) {
    MappingTable mappings = fail.on().mappings(fail.by().peer());
    long dsn = fail.option().dsn();
    Mapping around = mappings.around(dsn).orElse(null);
    if (around != null) {
      report(fail, "MP_FAIL names the middle of a mapping", around, "mapping", out);
    } else if (dsn - end >= 0) {
      report(fail, "MP_FAIL names data that was never sent", null, "", out);
    } else {
      out.inconclusive(START, "the mapping that it may name is not known any more");
    }
  }

  private static void report(
      FailSent fail, String message, Mapping mapping, String word, Verdicts out) {
    Evidence evidence = Evidence.at(fail.carrier(), Fallbacks.shown(fail));
    if (mapping != null) {
      evidence =
          evidence.and(
              mapping.mappedAt(),
              fail.on(),
              fail.by().peer(),
              "%s, dsn %016x, %d octets".formatted(word, mapping.dsn(), mapping.length()));
    }
    out.violation(START, fail.on(), message, Fault.of(fail.by()), evidence);
  }
}
