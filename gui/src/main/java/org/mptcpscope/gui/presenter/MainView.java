package org.mptcpscope.gui.presenter;

import java.util.List;
import java.util.Set;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.Scene;

/** The window, as its presenter sees it: it shows what it is told and decides nothing. */
public interface MainView {
  /** No capture yet, or none that could be read; the sentence says why, or is empty. */
  void showEmpty(String sentence);

  /** A capture is being read; fraction is below 0 if its size is unknown. */
  void showReading(String file, double fraction, String words);

  /** A capture was read. */
  void showCapture(String file, String summary, List<ConnectionRow> connections, String banner);

  /** Another connection is in hand. */
  void showConnection(ConnectionRow connection, List<FindingCard> findings);

  /** Which direction is drawn, and which have data. */
  void showDirection(Side sender, Set<Side> withData);

  /** The graph; null if there is nothing to draw. */
  void showScene(Scene scene);

  /** Frames that every view marks; the index of the finding they belong to, or -1. */
  void showSelection(Set<Integer> frames, int focus, int finding);

  /** One line at the bottom. */
  void showStatus(String words);
}
