package org.mptcpscope.rules.mutation;

import java.util.List;
import java.util.function.BiPredicate;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Severity;

/**
 * A violation made of a healthy capture.
 *
 * @param severity expected; null for the requirement's ceiling
 * @param accused whether the sender of the edited frame is at fault, or the other host
 * @param consequences rules that the same change makes speak, too
 * @param captures names of captures that will do, as a pattern
 * @param legal what no capture has is made first: a legal change that the requirement passes
 */
record Mutation(
    String rule,
    String requirement,
    Pick pick,
    Edit edit,
    Severity severity,
    Accused accused,
    List<String> consequences,
    Edit legal,
    String captures) {

  /** Who is at fault. */
  enum Accused {
    SENDER,
    OTHER
  }

  /** The frame where a change begins. */
  record Pick(String name, BiPredicate<Tape, Frame> is, int nth) {
    Frame of(Tape tape) {
      return tape.frames.stream()
          .filter(Frame::isTcp)
          .filter(
              frame ->
                  tape.isOpenedBy(Subtype.MP_CAPABLE, frame)
                      || tape.isOpenedBy(Subtype.MP_JOIN, frame))
          .filter(frame -> is.test(tape, frame))
          .skip(nth)
          .findFirst()
          .orElse(null);
    }

    Pick and(String more, BiPredicate<Tape, Frame> also) {
      return new Pick(name + " " + more, is.and(also), nth);
    }

    Pick by(Side side) {
      return and("by " + side, (tape, frame) -> tape.by(frame) == side);
    }

    Pick nth(int n) {
      return new Pick(name + " #" + n, is, n);
    }

    Pick joined() {
      return and("joined", (tape, frame) -> tape.isOpenedBy(Subtype.MP_JOIN, frame));
    }

    Pick first() {
      return and("first", (tape, frame) -> tape.isOpenedBy(Subtype.MP_CAPABLE, frame));
    }
  }

  /** A change; returns the frame where the violation then is, null if it cannot be made here. */
  @FunctionalInterface
  interface Edit {
    Frame apply(Tape tape, Frame frame);

    default Edit then(Edit next) {
      return (tape, frame) -> {
        Frame changed = apply(tape, frame);
        return changed == null ? null : next.apply(tape, changed);
      };
    }
  }

  static Mutation of(String rule, String requirement, Pick pick, Edit edit) {
    return new Mutation(rule, requirement, pick, edit, null, Accused.SENDER, List.of(), null, "");
  }

  Mutation about(String id) {
    return new Mutation(rule, id, pick, edit, severity, accused, consequences, legal, captures);
  }

  Mutation at(Severity expected) {
    return new Mutation(
        rule, requirement, pick, edit, expected, accused, consequences, legal, captures);
  }

  Mutation accusesOther() {
    return new Mutation(
        rule, requirement, pick, edit, severity, Accused.OTHER, consequences, legal, captures);
  }

  Mutation with(String... rules) {
    return new Mutation(
        rule, requirement, pick, edit, severity, accused, List.of(rules), legal, captures);
  }

  /** Made of a capture that was changed so at the same frame. */
  Mutation behind(Edit change) {
    return new Mutation(
        rule, requirement, pick, edit, severity, accused, consequences, change, captures);
  }

  /** Made of captures whose names have this in them. */
  Mutation in(String part) {
    return new Mutation(
        rule, requirement, pick, edit, severity, accused, consequences, legal, part);
  }

  @Override
  public String toString() {
    return rule + " " + requirement + " (" + pick.name() + ")";
  }
}
