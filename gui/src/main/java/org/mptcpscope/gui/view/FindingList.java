package org.mptcpscope.gui.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import org.mptcpscope.gui.presenter.FindingCard;

/** Right: one card per finding; a click selects its frames, a click on a frame that frame. */
final class FindingList extends BorderPane {
  /** Room for a frame number of five digits. */
  private static final double FRAME_WIDTH = 40;

  private final IntConsumer chosen;
  private final IntConsumer frameChosen;
  private final VBox cards = new VBox(8);
  private final Label title = new Label("Findings");
  private final ScrollPane scroll = new ScrollPane(cards);
  private final List<Node> evidence = new ArrayList<>();
  private int current = -1;

  FindingList(IntConsumer chosen, IntConsumer frameChosen) {
    this.chosen = chosen;
    this.frameChosen = frameChosen;
    title.getStyleClass().add("heading");
    BorderPane.setMargin(title, new Insets(12));
    cards.setPadding(new Insets(0, 12, 12, 12));
    cards.setId("findings");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("panel");
    setTop(title);
    setCenter(scroll);
    getStyleClass().add("panel");
    setPrefWidth(392);
    setMinWidth(320);
  }

  /** The card that is chosen, or -1. */
  int current() {
    return current;
  }

  void show(List<FindingCard> findings) {
    current = -1;
    evidence.clear();
    cards.getChildren().clear();
    title.setText(findings.isEmpty() ? "Findings" : "Findings " + findings.size());
    if (findings.isEmpty()) {
      Label none = new Label("No requirement was violated in this connection.");
      none.getStyleClass().add("muted");
      none.setWrapText(true);
      cards.getChildren().add(none);
    }
    for (int i = 0; i < findings.size(); i++) {
      cards.getChildren().add(card(findings.get(i), i));
    }
  }

  /** Marks the chosen card, and in all cards the lines of the frame in focus. */
  void choose(int index, int focus) {
    current = index;
    for (int i = 0; i < cards.getChildren().size(); i++) {
      mark(cards.getChildren().get(i), "chosen", i == index);
    }
    evidence.forEach(line -> mark(line, "focus-line", line.getUserData().equals(focus)));
    if (index >= 0 && cards.getHeight() > scroll.getHeight()) {
      Node card = cards.getChildren().get(index);
      double span = cards.getHeight() - scroll.getViewportBounds().getHeight();
      scroll.setVvalue(Math.clamp(card.getBoundsInParent().getMinY() / Math.max(1, span), 0, 1));
    }
  }

  private static void mark(Node node, String style, boolean on) {
    node.getStyleClass().remove(style);
    if (on) {
      node.getStyleClass().add(style);
    }
  }

  private Node card(FindingCard finding, int index) {
    Label severity = new Label(finding.severity().word());
    severity.getStyleClass().addAll("title", finding.severity().word());
    Label rule = new Label(finding.rule());
    rule.getStyleClass().addAll("mono", "muted");
    HBox head = new HBox(8, Chips.severity(finding.severity()), severity, rule);
    Label message = wrapped(finding.message());
    message.getStyleClass().add("heading");
    GridPane lines = new GridPane();
    lines.setHgap(12);
    lines.setVgap(4);
    RowConstraints top = new RowConstraints();
    top.setValignment(VPos.TOP);
    lines.getRowConstraints().setAll(top, top, top);
    lines.addRow(0, name("At fault"), wrapped(finding.fault()));
    lines.addRow(1, name("Where"), wrapped(finding.where()));
    VBox shown = new VBox(2);
    finding.evidence().forEach(line -> shown.getChildren().add(line(line)));
    lines.addRow(2, name("Evidence"), shown);
    VBox card = new VBox(8, head, message, lines);
    if (finding.diagnosis() != null) {
      Label diagnosis = wrapped(finding.diagnosis());
      diagnosis.getStyleClass().add("diagnosis");
      diagnosis.setMaxWidth(Double.MAX_VALUE);
      card.getChildren().add(diagnosis);
    }
    Label reference = new Label(finding.reference());
    Label requirement = new Label(finding.requirement());
    requirement.getStyleClass().addAll("mono", "muted");
    card.getChildren().add(new HBox(8, reference, requirement));
    card.getStyleClass().add("card");
    card.setFocusTraversable(true);
    card.setAccessibleText(finding.severity().word() + ": " + finding.message());
    card.setOnMouseClicked(_ -> chosen.accept(index));
    card.setOnKeyPressed(
        event -> {
          if (event.getCode() == javafx.scene.input.KeyCode.ENTER) {
            chosen.accept(index);
          }
        });
    return card;
  }

  private Node line(FindingCard.Line line) {
    Label frame = new Label(String.valueOf(line.frame()));
    frame.getStyleClass().add("frame-link");
    frame.setMinWidth(FRAME_WIDTH);
    frame.setAlignment(Pos.TOP_RIGHT);
    HBox box = new HBox(8, frame, wrapped(line.shows()));
    box.setUserData(line.frame());
    box.setOnMouseClicked(
        event -> {
          frameChosen.accept(line.frame());
          event.consume();
        });
    evidence.add(box);
    return box;
  }

  private static Label name(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("muted");
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label wrapped(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }
}
