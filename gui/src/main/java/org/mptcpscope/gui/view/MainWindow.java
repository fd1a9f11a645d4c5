package org.mptcpscope.gui.view;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.Painter;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.Theme;
import org.mptcpscope.gui.presenter.ConnectionRow;
import org.mptcpscope.gui.presenter.FindingCard;
import org.mptcpscope.gui.presenter.MainPresenter;
import org.mptcpscope.gui.presenter.MainView;

/** The window: connections left, graph in the middle, findings right. */
public final class MainWindow extends BorderPane implements MainView {
  private final Label file = new Label();
  private final Button stop = new Button("Stop");
  private final ProgressBar progress = new ProgressBar(0);
  private final Label banner = new Label();
  private final Label status = new Label();
  private final ToggleButton fromInitiator = new ToggleButton("A → B");
  private final ToggleButton fromListener = new ToggleButton("B → A");
  private final ConnectionList connections;
  private final FindingList findings;
  private final PlotView plot;
  private final EmptyPage empty;
  private final SplitPane work = new SplitPane();
  private final StackPane centre = new StackPane();
  private final Supplier<File> chooser;
  private final Consumer<Path> opener;
  private MainPresenter presenter;

  /**
   * Builds the window.
   *
   * @param painters what draws a scene on a canvas
   * @param chooser asks for a file; returns null if none was chosen
   * @param opener opens a file
   * @param samples captures to offer on the empty page
   */
  public MainWindow(
      Theme theme,
      Function<GraphicsContext, Painter<?>> painters,
      Supplier<File> chooser,
      Consumer<Path> opener,
      List<Path> samples) {
    this.chooser = chooser;
    this.opener = opener;
    connections = new ConnectionList(theme, id -> presenter.chooseConnection(id));
    findings =
        new FindingList(
            index -> presenter.selectFinding(index), frame -> presenter.selectFrame(frame));
    plot = new PlotView(painters, theme);
    empty = new EmptyPage(this::choose, samples, opener);
    getStylesheets().add(StyleSheet.url(theme));
    setTop(new VBox(header(), progress, banner));
    work.getItems()
        .setAll(connections, new BorderPane(plot, directions(), null, null, null), findings);
    work.setDividerPositions(0.18, 0.75);
    SplitPane.setResizableWithParent(connections, false);
    SplitPane.setResizableWithParent(findings, false);
    centre.getChildren().setAll(work, empty);
    setCenter(centre);
    status.getStyleClass().addAll("mono", "muted");
    HBox bottom = new HBox(status);
    bottom.getStyleClass().add("status");
    setBottom(bottom);
    banner.getStyleClass().add("banner");
    banner.setMaxWidth(Double.MAX_VALUE);
    banner.setWrapText(true);
    progress.setMaxWidth(Double.MAX_VALUE);
    progress.setPrefHeight(2);
    show(banner, false);
    show(progress, false);
    setOnDragOver(this::dragOver);
    setOnDragDropped(this::dropped);
    setOnDragExited(_ -> getStyleClass().remove("drop"));
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  /** Says whom to tell what people do. */
  public void attach(MainPresenter to) {
    presenter = to;
    plot.attach(to);
    stop.setOnAction(_ -> presenter.stop());
  }

  private HBox header() {
    Button open = new Button("Open…", FontIcon.of(Feather.FOLDER, 16));
    open.setOnAction(_ -> choose());
    file.getStyleClass().add("title");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox header = new HBox(12, open, file, gap, stop);
    header.setAlignment(Pos.CENTER_LEFT);
    header.setMinHeight(44);
    header.getStyleClass().add("strip");
    show(stop, false);
    return header;
  }

  private HBox directions() {
    ToggleGroup group = new ToggleGroup();
    fromInitiator.setToggleGroup(group);
    fromListener.setToggleGroup(group);
    fromInitiator.setId("fromInitiator");
    fromListener.setId("fromListener");
    fromInitiator.setOnAction(_ -> presenter.chooseDirection(Side.INITIATOR));
    fromListener.setOnAction(_ -> presenter.chooseDirection(Side.LISTENER));
    Label name = new Label("DSN sequence");
    name.getStyleClass().add("heading");
    HBox bar = new HBox(8, name, fromInitiator, fromListener);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.setMinHeight(44);
    bar.getStyleClass().add("strip");
    return bar;
  }

  private void choose() {
    File chosen = chooser.get();
    if (chosen != null) {
      opener.accept(chosen.toPath());
    }
  }

  private void dragOver(DragEvent event) {
    if (event.getDragboard().hasFiles()) {
      event.acceptTransferModes(TransferMode.COPY);
      if (!getStyleClass().contains("drop")) {
        getStyleClass().add("drop");
      }
    }
    event.consume();
  }

  private void dropped(DragEvent event) {
    boolean files = event.getDragboard().hasFiles();
    if (files) {
      opener.accept(event.getDragboard().getFiles().getFirst().toPath());
    }
    event.setDropCompleted(files);
    event.consume();
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case O -> {
        if (!event.isShortcutDown()) {
          return;
        }
        choose();
      }
      case N -> presenter.nextFinding(event.isShiftDown() ? -1 : 1, findings.current());
      default -> {
        return;
      }
    }
    event.consume();
  }

  private static void show(Region region, boolean visible) {
    region.setVisible(visible);
    region.setManaged(visible);
  }

  @Override
  public void showEmpty(String sentence) {
    file.setText("");
    show(progress, false);
    show(stop, false);
    show(banner, false);
    work.setVisible(false);
    empty.setVisible(true);
    empty.say(sentence);
    status.setText("");
  }

  @Override
  public void showReading(String name, double fraction, String words) {
    file.setText(name.substring(name.lastIndexOf('/') + 1));
    show(progress, true);
    show(stop, true);
    progress.setProgress(fraction);
    status.setText(words);
  }

  @Override
  public void showCapture(String name, String summary, List<ConnectionRow> rows, String damage) {
    show(progress, false);
    show(stop, false);
    empty.setVisible(false);
    work.setVisible(true);
    file.setText(name.substring(name.lastIndexOf('/') + 1));
    banner.setText(damage);
    show(banner, !damage.isEmpty());
    connections.show(name, summary, rows);
    findings.show(List.of());
  }

  @Override
  public void showConnection(ConnectionRow connection, List<FindingCard> cards) {
    connections.choose(connection);
    findings.show(cards);
  }

  @Override
  public void showDirection(Side sender, Set<Side> withData) {
    fromInitiator.setSelected(sender == Side.INITIATOR);
    fromListener.setSelected(sender == Side.LISTENER);
    fromInitiator.setDisable(!withData.contains(Side.INITIATOR));
    fromListener.setDisable(!withData.contains(Side.LISTENER));
  }

  @Override
  public void showScene(Scene scene) {
    plot.show(scene);
  }

  @Override
  public void showSelection(Set<Integer> frames, int focus, int finding) {
    findings.choose(finding, focus);
  }

  @Override
  public void showStatus(String words) {
    status.setText(words);
  }
}
