package org.mptcpscope.gui.view;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** First run, or a capture that could not be read: what to do now. */
final class EmptyPage extends VBox {
  private final Label sentence = new Label();

  EmptyPage(Runnable open, List<Path> samples, Consumer<Path> sample) {
    super(12);
    setAlignment(Pos.CENTER);
    getStyleClass().add("ground");
    Label title = new Label("Drop a capture here");
    title.getStyleClass().add("large");
    Label kinds = new Label("pcap or pcapng, also gzip");
    kinds.getStyleClass().add("muted");
    Button button = new Button("Open…");
    button.setId("open");
    button.setOnAction(_ -> open.run());
    sentence.getStyleClass().add("error");
    sentence.setWrapText(true);
    sentence.setMaxWidth(560);
    getChildren().addAll(title, kinds, button, sentence);
    if (!samples.isEmpty()) {
      Label heading = new Label("Samples");
      heading.getStyleClass().add("title");
      getChildren().add(heading);
    }
    for (Path file : samples) {
      Hyperlink link = new Hyperlink(file.getParent().getFileName() + "/" + file.getFileName());
      link.setOnAction(_ -> sample.accept(file));
      getChildren().add(link);
    }
  }

  void say(String why) {
    sentence.setText(why);
    sentence.setVisible(!why.isEmpty());
  }
}
