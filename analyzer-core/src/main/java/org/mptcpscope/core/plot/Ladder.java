package org.mptcpscope.core.plot;

import java.util.List;
import java.util.Locale;

/**
 * A message ladder: what was said, in order of time and not to scale.
 *
 * @param title what is drawn
 * @param subtitle of which connection
 * @param left the addresses of the initiator
 * @param right the addresses of the listener
 * @param rows in time order
 * @param omitted how many rows more there are
 */
public record Ladder(
    String title,
    String subtitle,
    List<String> left,
    List<String> right,
    List<Row> rows,
    int omitted) {
  /** Copies the lists. */
  public Ladder {
    left = List.copyOf(left);
    right = List.copyOf(right);
    rows = List.copyOf(rows);
  }

  /** How bad what a row shows is. */
  public enum Weight {
    NOTHING,
    NOTE,
    WARNING,
    ERROR
  }

  /**
   * A segment, or a run of equal ones.
   *
   * @param frame the first
   * @param frames as written: {@code 12}, or {@code 12-40}
   * @param time nanoseconds since the first frame of the connection
   * @param subflow its number
   * @param from the address of the initiator, an index into {@link Ladder#left}
   * @param to the address of the listener, an index into {@link Ladder#right}
   * @param rightward whether the initiator sent it
   * @param flags the names of its TCP flags
   * @param text what it says
   * @param reset whether it is a RST
   * @param weight of the worst finding on it
   * @param judgement what was found, in short; may be empty
   */
  public record Row(
      int frame,
      String frames,
      long time,
      int subflow,
      int from,
      int to,
      boolean rightward,
      String flags,
      String text,
      boolean reset,
      Weight weight,
      String judgement) {}

  /** Returns the rows and pauses as a picture; its height follows from them. */
  public Scene scene(double width) {
    return new LadderLayout(this, width).scene();
  }

  /** Returns the rows as CSV. */
  public String csv() {
    StringBuilder out =
        new StringBuilder("frames,seconds,subflow,sender,flags,text,severity,finding\n");
    for (Row row : rows) {
      out.append(row.frames()).append(',');
      out.append(Numbers.fixed(row.time() / 1e9, 9)).append(',');
      out.append(row.subflow()).append(',');
      out.append(row.rightward() ? "initiator" : "listener").append(',');
      out.append(row.flags()).append(',').append(SpecCsv.quoted(row.text())).append(',');
      out.append(
          row.weight() == Weight.NOTHING ? "" : row.weight().name().toLowerCase(Locale.ROOT));
      out.append(',').append(SpecCsv.quoted(row.judgement())).append('\n');
    }
    return out.toString();
  }
}
