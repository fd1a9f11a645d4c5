package org.mptcpscope.gui.view;

import javafx.scene.control.Label;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.mptcpscope.core.plot.Theme;
import org.mptcpscope.rules.api.Severity;

/** Small labels that many views use. */
final class Chips {
  private Chips() {}

  /** The number of a subflow in its colour. */
  static Label subflow(int number, Theme theme) {
    Label chip = new Label(String.valueOf(number));
    chip.getStyleClass().add("chip");
    int colour = Math.floorMod(number, Theme.SUBFLOW_COLOURS);
    chip.setStyle(
        "-fx-background-color: "
            + theme.hex("subflow" + colour)
            + "; -fx-text-fill: "
            + theme.hex("digit" + colour)
            + ";");
    chip.setAccessibleText("subflow " + number);
    return chip;
  }

  /** The glyph of a severity: its shape says what its colour does. */
  static FontIcon severity(Severity severity) {
    Feather shape =
        switch (severity) {
          case ERROR -> Feather.X_OCTAGON;
          case WARNING -> Feather.ALERT_TRIANGLE;
          case NOTE -> Feather.INFO;
        };
    FontIcon icon = FontIcon.of(shape, 16);
    icon.getStyleClass().add(severity.word());
    icon.setAccessibleText(severity.word());
    return icon;
  }
}
