package org.mptcpscope.dissector.mptcp;

/** The subtypes of MPTCP options (RFC 8684, section 7.2, table 2). */
public final class Subtype {
  public static final int MP_CAPABLE = 0x0;
  public static final int MP_JOIN = 0x1;
  public static final int DSS = 0x2;
  public static final int ADD_ADDR = 0x3;
  public static final int REMOVE_ADDR = 0x4;
  public static final int MP_PRIO = 0x5;
  public static final int MP_FAIL = 0x6;
  public static final int MP_FASTCLOSE = 0x7;
  public static final int MP_TCPRST = 0x8;

  /** For private use; RFC 8684 gives it no format, only its name in the registry. */
  public static final int MP_EXPERIMENTAL = 0xf;

  private Subtype() {}

  /** Returns the name of a subtype, or {@code "subtype 9"} for one without meaning. */
  public static String name(int subtype) {
    return switch (subtype) {
      case MP_CAPABLE -> "MP_CAPABLE";
      case MP_JOIN -> "MP_JOIN";
      case DSS -> "DSS";
      case ADD_ADDR -> "ADD_ADDR";
      case REMOVE_ADDR -> "REMOVE_ADDR";
      case MP_PRIO -> "MP_PRIO";
      case MP_FAIL -> "MP_FAIL";
      case MP_FASTCLOSE -> "MP_FASTCLOSE";
      case MP_TCPRST -> "MP_TCPRST";
      case MP_EXPERIMENTAL -> "MP_EXPERIMENTAL";
      default -> subtype < 0 ? "MPTCP option" : "subtype " + subtype;
    };
  }
}
