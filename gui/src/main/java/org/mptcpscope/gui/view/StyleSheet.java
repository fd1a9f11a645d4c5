package org.mptcpscope.gui.view;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.mptcpscope.core.plot.Theme;

/**
 * The window's style sheet, made from the theme of the plots, so that window and pictures cannot
 * drift apart: AtlantaFX's looked-up colours, then our own classes.
 */
final class StyleSheet {
  /** AtlantaFX's names for roles of the theme. */
  private static final Map<String, String> COLOURS =
      Map.ofEntries(
          Map.entry("-color-bg-default", "ground"),
          Map.entry("-color-bg-subtle", "panel"),
          Map.entry("-color-bg-inset", "inset"),
          Map.entry("-color-fg-default", "ink"),
          Map.entry("-color-fg-muted", "muted"),
          Map.entry("-color-border-default", "border"),
          Map.entry("-color-border-muted", "hairline"),
          Map.entry("-color-accent-fg", "accent"),
          Map.entry("-color-accent-emphasis", "accent"),
          Map.entry("-color-danger-fg", "error"),
          Map.entry("-color-warning-fg", "warningText"),
          Map.entry("-color-success-fg", "passed"));

  private StyleSheet() {}

  /** The sheet as a data URL, the only form that needs no file. */
  static String url(Theme theme) {
    String css = roots(theme) + classes(theme);
    return "data:text/css;base64,"
        + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
  }

  private static String roots(Theme theme) {
    StringBuilder css =
        new StringBuilder(".root { -fx-font-family: \"Inter\"; -fx-font-size: 12px;");
    COLOURS.forEach(
        (name, role) ->
            css.append(' ').append(name).append(": ").append(theme.hex(role)).append(';'));
    return css.append(" }\n").toString();
  }

  private static String classes(Theme theme) {
    return """
        .strip { -fx-background-color: %1$s; -fx-border-color: %2$s; -fx-border-width: 0 0 1 0; -fx-padding: 0 12 0 12; }
        .panel { -fx-background-color: %1$s; }
        .ground { -fx-background-color: %3$s; }
        .title { -fx-font-family: "Inter Semi Bold"; }
        .muted { -fx-text-fill: %4$s; }
        .mono { -fx-font-family: "JetBrains Mono"; -fx-font-size: 11.5px; }
        .heading { -fx-font-family: "Inter Semi Bold"; -fx-font-size: 13px; }
        .large { -fx-font-size: 22px; }
        .chip { -fx-background-radius: 4; -fx-padding: 1 5 1 5; -fx-font-family: "JetBrains Mono"; -fx-font-size: 11px; }
        .list-view { -fx-border-width: 0; -fx-background-color: %1$s; }
        .list-cell { -fx-padding: 8 12 10 12; -fx-background-color: %1$s; -fx-border-width: 0; }
        .list-cell:filled:selected { -fx-background-color: %5$s; }
        .progress-bar > .bar, .progress-bar > .track { -fx-padding: 2; -fx-background-insets: 0; -fx-background-radius: 2; }
        .split-pane > .split-pane-divider { -fx-padding: 0 1 0 1; -fx-background-color: %2$s; }
        .split-pane > .split-pane-divider > .horizontal-grabber { -fx-background-color: transparent; }
        .scroll-pane, .scroll-pane > .viewport { -fx-background-color: %1$s; }
        .card { -fx-background-color: %3$s; -fx-border-color: %2$s; -fx-border-radius: 8; -fx-background-radius: 8; -fx-padding: 12; }
        .card.chosen { -fx-border-color: %6$s; -fx-border-width: 2; -fx-padding: 11; }
        .diagnosis { -fx-background-color: %7$s; -fx-background-radius: 6; -fx-padding: 8; }
        .frame-link { -fx-text-fill: %6$s; -fx-cursor: hand; -fx-font-family: "JetBrains Mono"; -fx-font-size: 11.5px; }
        .frame-link:focused { -fx-underline: true; }
        .focus-line { -fx-background-color: %8$s; -fx-background-radius: 4; }
        .label.error { -fx-text-fill: %9$s; }
        .label.warning { -fx-text-fill: %10$s; }
        .label.note { -fx-text-fill: %4$s; }
        .ikonli-font-icon.error { -fx-icon-color: %9$s; }
        .ikonli-font-icon.warning { -fx-icon-color: %12$s; }
        .ikonli-font-icon.note { -fx-icon-color: %4$s; }
        .banner { -fx-background-color: %11$s; -fx-text-fill: %10$s; -fx-padding: 6 12 6 12; }
        .status { -fx-background-color: %1$s; -fx-border-color: %2$s; -fx-border-width: 1 0 0 0; -fx-padding: 3 12 3 12; }
        .drop { -fx-border-color: %6$s; -fx-border-style: dashed; -fx-border-width: 2; -fx-border-radius: 8; -fx-border-insets: 16; }
        """
        .formatted(
            theme.hex("panel"),
            theme.hex("border"),
            theme.hex("ground"),
            theme.hex("muted"),
            theme.hex("selectedRow"),
            theme.hex("accent"),
            theme.hex("inset"),
            theme.hex("evidenceRow"),
            theme.hex("error"),
            theme.hex("warningText"),
            theme.hex("warningGround"),
            theme.hex("warning"));
  }
}
