package org.mptcpscope.core.event;

import java.net.InetAddress;
import org.mptcpscope.core.model.Variant;

/**
 * What became of a check of an HMAC.
 *
 * @param result the outcome
 * @param variant for an INVALID one the wrong computation that fits, or null
 * @param due what the octets should have been, in hexadecimal; null if unknowable
 * @param fits the address that the HMAC of an ADD_ADDR is right for, with {@link
 *     Variant#OTHER_ADDRESS}; else null
 */
public record HmacCheck(Result result, Variant variant, String due, InetAddress fits) {
  public static final HmacCheck UNKNOWABLE = new HmacCheck(Result.UNKNOWABLE, null, null);
  public static final HmacCheck NONE = new HmacCheck(Result.NONE, null, null);

  /** A check that is not about an address, or not of another one. */
  public HmacCheck(Result result, Variant variant, String due) {
    this(result, variant, due, null);
  }

  public boolean isValid() {
    return result == Result.VALID;
  }

  public boolean isInvalid() {
    return result == Result.INVALID || result == Result.UNEXPLAINED;
  }

  /** Outcomes. */
  public enum Result {
    VALID,
    INVALID,
    /** Invalid, and for what it is right was not searched: too many were. */
    UNEXPLAINED,
    /** The keys are not known. */
    UNKNOWABLE,
    /** The form has no HMAC. */
    NONE
  }
}
