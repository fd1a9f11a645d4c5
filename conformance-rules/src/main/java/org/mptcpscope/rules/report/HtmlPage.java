package org.mptcpscope.rules.report;

import java.util.List;
import org.mptcpscope.core.metric.ConnectionMetrics;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.rules.api.CaptureReport;

/**
 * What a report page shows of one capture.
 *
 * @param capture judged
 * @param length from its first frame to its last, in nanoseconds
 * @param connections with pictures, in order; the others are rows of a table
 */
public record HtmlPage(CaptureReport capture, long length, List<Connection> connections) {
  /** The size of a picture in the page. */
  public static final int WIDTH = 1120;

  /** The height of a graph in the page. */
  public static final int HEIGHT = 380;

  /** Copies the list. */
  public HtmlPage {
    connections = List.copyOf(connections);
  }

  /**
   * A connection with pictures.
   *
   * @param pictures in the order of the page
   */
  public record Connection(ConnectionMetrics metrics, List<Picture> pictures) {
    /** Copies the list. */
    public Connection {
      pictures = List.copyOf(pictures);
    }
  }

  /**
   * One picture.
   *
   * @param title its heading
   * @param scene what lies where
   * @param open whether it is seen at once; others are opened by a click
   * @param zoom whether it has axes that a reader may zoom
   * @param timed whether its horizontal axis is time
   * @param perUnit what its vertical values are divided by for reading
   */
  public record Picture(
      String title, Scene scene, boolean open, boolean zoom, boolean timed, double perUnit) {
    /** A picture that cannot be zoomed. */
    public static Picture of(String title, Scene scene, boolean open) {
      return new Picture(title, scene, open, false, true, 1);
    }
  }
}
