package org.mptcpscope.core.event;

import org.mptcpscope.core.model.Variant;

/**
 * What became of a check of an HMAC.
 *
 * @param result the outcome
 * @param variant for an INVALID one the wrong computation that fits, or null
 * @param due what the octets should have been, in hexadecimal; null if unknowable
 */
public record HmacCheck(Result result, Variant variant, String due) {
  public static final HmacCheck UNKNOWABLE = new HmacCheck(Result.UNKNOWABLE, null, null);
  public static final HmacCheck NONE = new HmacCheck(Result.NONE, null, null);

  public boolean isValid() {
    return result == Result.VALID;
  }

  public boolean isInvalid() {
    return result == Result.INVALID;
  }

  /** Outcomes. */
  public enum Result {
    VALID,
    INVALID,
    /** The keys are not known. */
    UNKNOWABLE,
    /** The form has no HMAC. */
    NONE
  }
}
