package org.mptcpscope.rules.report;

/**
 * How a text report looks.
 *
 * @param form what one finding is
 * @param verdicts also what was passed
 * @param all no limits
 * @param verbose also healthy captures and folded findings
 * @param width columns to use, within 60 and 120
 * @param ink colours
 */
public record TextStyle(
    Form form, boolean verdicts, boolean all, boolean verbose, int width, Ink ink) {
  /** Blocks of 100 columns without colour. */
  public static final TextStyle DEFAULT =
      new TextStyle(Form.AUTO, false, false, false, 100, Ink.PLAIN);

  /** Columns of what does not go to a terminal. */
  private static final int PAGE = 100;

  /** The same where nobody's terminal decides: in a file, or inside another format. */
  public TextStyle onPaper() {
    return new TextStyle(form, verdicts, all, verbose, PAGE, Ink.PLAIN);
  }

  public TextStyle {
    width = Math.clamp(width, 60, 120);
  }

  /** What one finding is. */
  public enum Form {
    /** Blocks for one capture, lines for several. */
    AUTO,
    BLOCKS,
    LINES,
    /** One line a finding, for programs, and nothing else. */
    ONELINE
  }
}
