package org.mptcpscope.gui.view;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.mptcpscope.core.plot.Theme;
import org.mptcpscope.gui.presenter.ConnectionRow;
import org.mptcpscope.gui.presenter.ConnectionRow.Fact;
import org.mptcpscope.gui.presenter.ConnectionRow.SubflowRow;

/** Left: the capture, its connections with their subflows, and the facts of the one in hand. */
final class ConnectionList extends BorderPane {
  private final Label file = new Label();
  private final Label summary = new Label();
  private final ListView<ConnectionRow> list = new ListView<>();
  private final GridPane facts = new GridPane();
  private final Theme theme;
  private boolean telling;

  ConnectionList(Theme theme, IntConsumer chosen) {
    this.theme = theme;
    file.getStyleClass().add("heading");
    file.setWrapText(true);
    summary.getStyleClass().addAll("muted", "mono");
    list.setId("connections");
    list.getStyleClass().add("panel");
    list.setCellFactory(_ -> new Cell());
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (_, _, row) -> {
              if (row != null && !telling) {
                chosen.accept(row.id());
              }
            });
    facts.setHgap(12);
    facts.setVgap(6);
    facts.setPadding(new Insets(12));
    VBox top = new VBox(4, file, summary);
    top.setPadding(new Insets(12));
    setTop(top);
    setCenter(list);
    setBottom(facts);
    getStyleClass().add("panel");
    setPrefWidth(280);
    setMinWidth(220);
  }

  void show(String name, String words, List<ConnectionRow> rows) {
    file.setText(name.substring(name.lastIndexOf('/') + 1));
    summary.setText(words);
    telling = true;
    list.getItems().setAll(rows);
    telling = false;
    facts.getChildren().clear();
  }

  void choose(ConnectionRow row) {
    telling = true;
    list.getSelectionModel().select(row);
    list.scrollTo(row);
    telling = false;
    facts.getChildren().clear();
    Label title = new Label(row.title());
    title.getStyleClass().add("title");
    facts.add(title, 0, 0, 2, 1);
    int line = 1;
    for (Fact fact : row.facts()) {
      Label name = new Label(fact.name());
      name.getStyleClass().add("muted");
      name.setMinWidth(Region.USE_PREF_SIZE);
      Label value = new Label(fact.value());
      value.getStyleClass().add("mono");
      value.setWrapText(true);
      facts.addRow(line++, name, value);
    }
  }

  /** A connection with its subflows. */
  private final class Cell extends ListCell<ConnectionRow> {
    @Override
    protected void updateItem(ConnectionRow row, boolean empty) {
      super.updateItem(row, empty);
      setText(null);
      setGraphic(empty || row == null ? null : content(row));
      setAccessibleText(empty || row == null ? null : row.title() + ", " + row.detail());
    }

    private Node content(ConnectionRow row) {
      Label title = new Label(row.title());
      title.getStyleClass().add("title");
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      HBox head = new HBox(8, title, gap);
      if (row.worst() != null) {
        head.getChildren().add(Chips.severity(row.worst()));
      }
      Label detail = new Label(row.detail());
      detail.getStyleClass().add("muted");
      VBox box = new VBox(4, head, detail);
      row.subflows().stream().limit(8).forEach(subflow -> box.getChildren().add(subflow(subflow)));
      if (row.subflows().size() > 8) {
        box.getChildren().add(new Label("and " + (row.subflows().size() - 8) + " more subflows"));
      }
      return box;
    }

    private Node subflow(SubflowRow row) {
      Label from = new Label(row.initiator());
      Label to = new Label(row.listener());
      from.getStyleClass().add("mono");
      to.getStyleClass().add("mono");
      Label end = new Label(row.end());
      Label octets = new Label(row.octets());
      end.getStyleClass().add("muted");
      octets.getStyleClass().addAll("muted", "mono");
      Region one = new Region();
      Region two = new Region();
      HBox.setHgrow(one, Priority.ALWAYS);
      HBox.setHgrow(two, Priority.ALWAYS);
      ProgressBar share = new ProgressBar(row.share());
      share.setMaxWidth(Double.MAX_VALUE);
      share.setMinHeight(4);
      share.setPrefHeight(4);
      share.setMaxHeight(4);
      String colour = theme.hex("subflow" + row.id() % Theme.SUBFLOW_COLOURS);
      share.setStyle("-color-progress-bar-fill: " + colour + ";");
      share.setAccessibleText(Math.round(100 * row.share()) + " percent of the octets");
      VBox lines = new VBox(2, new HBox(from, one, end), new HBox(to, two, octets), share);
      HBox.setHgrow(lines, Priority.ALWAYS);
      HBox box = new HBox(8, Chips.subflow(row.id(), theme), lines);
      box.setAlignment(Pos.TOP_LEFT);
      box.setPadding(new Insets(4, 0, 0, 0));
      return box;
    }
  }
}
