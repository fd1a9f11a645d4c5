package org.mptcpscope.rules.rfc8684;

import org.mptcpscope.core.model.Variant;

/** The requirements that a wrong computation breaks, whatever value it was made for. */
public final class Variants {
  /** The hash is that of the version (RFC 8684, section 3.1). */
  public static final String OTHER_HASH = "VER-HASH-FOLLOWS-VERSION";

  /** A key is hashed octet by octet as it stands in the option. */
  public static final String KEY_ORDER = "CAP-KEY-HASHED-NETWORK-ORDER";

  private Variants() {}

  /** The requirement that this computation breaks, or the generic one. */
  public static String requirement(Variant variant, String generic) {
    return switch (variant) {
      case OTHER_HASH -> OTHER_HASH;
      case KEY_REVERSED -> KEY_ORDER;
      case null, default -> generic;
    };
  }
}
