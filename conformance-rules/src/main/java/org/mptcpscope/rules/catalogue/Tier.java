package org.mptcpscope.rules.catalogue;

import java.util.Locale;

/** Who wants to hear of a requirement. */
public enum Tier {
  CORE,
  EXTENDED,
  /** Off unless asked for. */
  ADVISORY,
  /** Only reported in place of another requirement, to explain its failure. */
  DIAGNOSTIC,
  /** A trace cannot show it. */
  INTERNAL;

  /** The word in reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
