package org.mptcpscope.dissector;

/**
 * What is wrong with an option, and where.
 *
 * @param kind what kind of fault it is
 * @param offset where the fault is, in octets from the kind octet of the option; for {@link
 *     Kind#AREA} where the option starts in the option area, or 0 if it was read by itself
 * @param needed for {@link Kind#AREA} the octets that the option needs; for {@link Kind#LENGTH} the
 *     nearest length that would do (the next greater one, else the greatest); for {@link
 *     Kind#FIELD} unused, 0
 * @param present the octets, the length or the value of the field that is there
 */
public record Flaw(Kind kind, int offset, int needed, int present) {

  /** What kind of fault it is. */
  public enum Kind {
    /** The option area is broken: an option has a length below 2 or runs out of the area. */
    AREA,
    /** The length is not one that an option of this subtype may have on such a segment. */
    LENGTH,
    /** A field has a value without which the rest cannot be read. */
    FIELD
  }

  /** Returns one sentence for people, without a full stop. */
  public String describe() {
    return switch (kind) {
      case AREA ->
          needed == 2
              ? "option length " + present + " at octet " + offset + " of the options is below 2"
              : "option at octet %d needs %d octets, %d are left"
                  .formatted(offset, needed, present);
      case LENGTH -> "length " + present + " where " + needed + " would do";
      case FIELD -> "value " + present + " at octet " + offset + " has no meaning";
    };
  }
}
