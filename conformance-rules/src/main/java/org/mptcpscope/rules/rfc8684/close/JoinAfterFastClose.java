package org.mptcpscope.rules.rfc8684.close;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host opened a subflow to a connection that it had closed fast.
 *
 * <p>A fast close says that the connection is over for its sender. An MP_JOIN SYN of the same host
 * with the token of that connection, begun later than max(1 s, RTO), is a warning. Joins of the
 * other host are none: it may not have got the option.
 */
public final class JoinAfterFastClose implements Rule {
  private static final int MEMORY = 65_536;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-after-fast-close",
              "FCLOSE-NO-JOIN-AFTER",
              "MP_JOIN to a connection that the host itself had closed fast",
              Subject.FASTCLOSE)
          .hears(FastClosed.class, JoinRequested.class)
          .overCapture();

  /** A fast close, by the token of its receiver: that is the one a later join would name. */
  private record Closed(Carrier carrier, long from, String shown) {}

  private final Map<Integer, Closed> closed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Closed> eldest) {
          return size() > MEMORY;
        }
      };

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinAfterFastClose();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed close when FastCloses.binds(close) -> {
        OptionalInt token = close.connection().host(close.by().peer()).token();
        long patience = Math.max(FastCloses.SECOND, close.on().rto(close.by()));
        token.ifPresent(
            value ->
                closed.putIfAbsent(
                    value,
                    new Closed(
                        close.carrier(),
                        close.knownAt().time() + patience,
                        FastCloses.shown(close))));
      }
      case JoinRequested join when join.copy() == 1 -> {
        Closed before = closed.get(join.option().token());
        if (before != null && join.knownAt().time() > before.from()) {
          out.violation(
              join.on(),
              SPEC.message(),
              Fault.of(join.by()),
              Evidence.at(join.carrier(), "MP_JOIN SYN").and(before.carrier(), before.shown()));
        }
      }
      default -> {}
    }
  }
}
