package org.mptcpscope.gui.view;

import java.util.function.Function;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import org.mptcpscope.core.plot.Painter;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.Theme;
import org.mptcpscope.gui.presenter.MainPresenter;
import org.mptcpscope.gui.presenter.PlotPresenter;

/** The graph: drag pans, the wheel zooms at the pointer, a click selects. */
final class PlotView extends StackPane {
  /** A press that moves less is a click. */
  private static final double CLICK = 4;

  private static final double KEY_PAN = 80;

  private final Canvas canvas = new Canvas();
  private final Label nothing = new Label("Nothing was sent in this direction");
  private final Painter<?> painter;
  private Theme theme;
  private Scene scene;
  private MainPresenter presenter;
  private double pressedX;
  private double pressedY;
  private double lastX;
  private double lastY;
  private boolean dragged;

  PlotView(Function<GraphicsContext, Painter<?>> painters, Theme theme) {
    this.painter = painters.apply(canvas.getGraphicsContext2D());
    this.theme = theme;
    canvas.setManaged(false);
    canvas.setId("plot");
    nothing.getStyleClass().add("muted");
    getStyleClass().add("ground");
    getChildren().addAll(canvas, nothing);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setMinSize(320, 200);
  }

  void attach(MainPresenter to) {
    presenter = to;
    setOnMousePressed(this::pressed);
    setOnMouseDragged(this::dragged);
    setOnMouseReleased(this::released);
    setOnMouseMoved(event -> presenter.hover(event.getX(), event.getY()));
    setOnScroll(this::scrolled);
    setOnKeyPressed(this::key);
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
      canvas.setWidth(getWidth());
      canvas.setHeight(getHeight());
      if (presenter != null) {
        presenter.resize(getWidth(), getHeight());
      }
    }
  }

  void show(Scene next) {
    scene = next;
    nothing.setVisible(next == null);
    paint();
  }

  void theme(Theme next) {
    theme = next;
    paint();
  }

  private void paint() {
    canvas.getGraphicsContext2D().clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    if (scene != null) {
      painter.paint(scene, theme);
      setAccessibleText(scene.title() + ". " + scene.summary());
    }
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    pressedX = lastX = event.getX();
    pressedY = lastY = event.getY();
    dragged = false;
  }

  private void dragged(MouseEvent event) {
    if (!dragged && Math.hypot(event.getX() - pressedX, event.getY() - pressedY) < CLICK) {
      return;
    }
    dragged = true;
    presenter.pan(event.getX() - lastX, event.getY() - lastY);
    lastX = event.getX();
    lastY = event.getY();
  }

  private void released(MouseEvent event) {
    if (!dragged && event.getClickCount() == 2) {
      presenter.fit();
    } else if (!dragged) {
      presenter.click(event.getX(), event.getY());
    }
  }

  private void scrolled(ScrollEvent event) {
    double notches = event.getDeltaY() / Math.max(1, event.getMultiplierY());
    if (notches != 0) {
      double factor = Math.pow(PlotPresenter.STEP, Math.clamp(notches, -4, 4));
      presenter.zoom(factor, event.getX(), event.getY(), event.isControlDown());
    }
    event.consume();
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case LEFT, H -> presenter.pan(KEY_PAN, 0);
      case RIGHT, L -> presenter.pan(-KEY_PAN, 0);
      case UP, K -> presenter.pan(0, KEY_PAN);
      case DOWN, J -> presenter.pan(0, -KEY_PAN);
      case PLUS, EQUALS, ADD, I -> zoomMiddle(PlotPresenter.STEP);
      case MINUS, SUBTRACT, O -> zoomMiddle(1 / PlotPresenter.STEP);
      case DIGIT0, NUMPAD0, R, HOME -> presenter.fit();
      case D -> presenter.otherDirection();
      case ESCAPE -> presenter.clearSelection();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void zoomMiddle(double factor) {
    presenter.zoom(factor, getWidth() / 2, getHeight() / 2, false);
  }
}
