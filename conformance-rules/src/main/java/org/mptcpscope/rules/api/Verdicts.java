package org.mptcpscope.rules.api;

import java.util.Optional;
import java.util.function.Supplier;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Variant;

/**
 * What a rule may say and ask. Silence becomes PASS, NOT_APPLICABLE or INCONCLUSIVE in the engine;
 * a rule cannot forget it. Every id must be one that the rule's spec lists.
 */
public interface Verdicts {
  /** The connection in hand. */
  Connection connection();

  /** The primary requirement was judged and kept. */
  void pass();

  /** This requirement was judged and kept. */
  void pass(String id);

  /** This requirement could not be judged here, for this reason (a few words). */
  void inconclusive(String id, String reason);

  /** A violation of the primary requirement, as heavy as the catalogue allows. */
  Draft violation(Subflow on, String message, Fault fault, Evidence evidence);

  /** A violation of this requirement, as heavy as the catalogue allows. */
  Draft violation(String id, Subflow on, String message, Fault fault, Evidence evidence);

  /** At most a warning. */
  Draft warning(String id, Subflow on, String message, Fault fault, Evidence evidence);

  /** A note. */
  Draft note(String id, Subflow on, String message, Fault fault, Evidence evidence);

  /** Calls {@link Rule#onAlarm} of this instance when capture time passes the moment. */
  void alarm(long at, Object key);

  /** Calls {@link Rule#onWatch} once when a segment meets the watch; at most 64 a connection. */
  void watch(Watch watch);

  /**
   * Calls {@link Rule#onSegment} for segments that have any of these traits (see {@code
   * SegmentFacts}), until it is asked again; 0 ends it. One number a rule instance.
   */
  void segments(long anyOfTraits);

  /**
   * Something must be seen before the deadline. If not, {@link Rule#onAlarm} is called with the
   * key; if the capture ends first the requirement is INCONCLUSIVE (capture-end). Expecting a
   * pending key again changes nothing.
   */
  void expect(String id, Object key, long deadline);

  /** What was expected under this key came, now or before it was expected: counts as PASS. */
  void met(String id, Object key);

  /** What was expected under this key is no longer owed. */
  void excused(Object key);

  /** Excuses all pending expectations of this rule instance. */
  void excuseAll();

  /** A finding that the engine has not yet weighed; add to it before the rule returns. */
  interface Draft {
    /** The rule lowered already for want of this; the engine skips that need. */
    Draft reduced(Need need);

    /** One more computation that explains the fault. */
    Draft diagnosis(String sentence);

    /** The known wrong computation that fits: findings of one variant fold. */
    Draft variant(Variant variant);

    /** The SSNs or DSNs it is about: findings that overlap fold. */
    Draft about(Side sender, org.mptcpscope.core.model.MappingTable.Range range);

    /** Another requirement that the same evidence violates by the same check. */
    Draft also(String id);

    /** The time span of the evidence begins here, as with what a host never showed. */
    Draft since(long time);

    /** The time span of the evidence ends here, as with a missed deadline. */
    Draft until(long time);

    /** By how much a deadline was missed, and how long it was: for the doubt timing-jitter. */
    Draft missedBy(long nanos, long deadlineNanos);

    /** It rests on this subflow, too, although no frame of it is shown. */
    Draft over(Subflow other);

    /** Something the capture cannot show makes it less certain: a few words. */
    Draft unsure(String because);

    /**
     * It stands only if the first frame passed before the second: not where the capture shows that
     * frames so near to each other change places.
     */
    Draft inOrder(FrameRef first, FrameRef second);

    /**
     * The same for a second frame that may be known later only, asked for when the finding is
     * weighed.
     */
    Draft inOrder(FrameRef first, Supplier<Optional<FrameRef>> second);

    /** A frame that is part of the trigger, so that "closing" does not count it. */
    Draft triggeredBy(FrameRef frame);
  }
}
