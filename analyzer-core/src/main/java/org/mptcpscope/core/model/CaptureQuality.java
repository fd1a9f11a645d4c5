package org.mptcpscope.core.model;

import java.util.Set;

/** What the capture can prove about one connection, always asked for a scope. */
public interface CaptureQuality {
  /** Whether the capture meets a precondition in this scope. */
  boolean has(Need need, Scope scope);

  /** The doubts that hold in this scope. */
  Set<Doubt> doubts(Scope scope);

  /**
   * Frames of the connection that are nearer than this, in nanoseconds, may stand in the wrong
   * order: something passed this much later than what must have come after it. 0 as a rule.
   */
  long orderHorizon();

  /**
   * The longest {@link #orderHorizon} that there is, in nanoseconds: a rule that waits so long has
   * seen all that may have changed places.
   */
  long LONGEST_DISORDER = 10_000_000;

  /**
   * By how much the clocks that stamped the frames of this scope differ, in nanoseconds: what is
   * proven, and what must be feared of different systems. 0 for one clock.
   */
  long clockSkew(Scope scope);

  /**
   * True if the capture lacks frames, of whatever connection: the capturing system says so, or
   * octets were acknowledged that never passed. What rests on the absence of one frame that leaves
   * no gap, a pure ACK or a RST, then proves nothing.
   */
  boolean isLossy();

  /** Where the capture was taken, on the path of this subflow; stated by the user or proven. */
  Vantage vantage(Subflow subflow);

  /** True if the user said where the capture was taken. */
  boolean vantageStated();
}
