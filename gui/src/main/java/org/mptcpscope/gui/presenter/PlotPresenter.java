package org.mptcpscope.gui.presenter;

import java.util.Optional;
import org.mptcpscope.core.plot.Layout;
import org.mptcpscope.core.plot.PlotSpec;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.Selection;
import org.mptcpscope.core.plot.Span;
import org.mptcpscope.core.plot.Viewport;

/** The part of a plot that is seen: pan, zoom, fit, and what lies under the pointer. */
public final class PlotPresenter {
  /** One notch of a wheel, one press of a key. */
  public static final double STEP = 1.25;

  private static final double LEAST_WIDTH = 160;
  private static final double LEAST_HEIGHT = 120;

  private PlotSpec spec;
  private Viewport view;
  private Selection selection = Selection.NONE;
  private Scene scene;
  private double width = LEAST_WIDTH;
  private double height = LEAST_HEIGHT;
  private boolean fitted = true;

  /** Shows another plot, whole; null shows none. */
  public void show(PlotSpec next) {
    spec = next;
    fit();
  }

  /** The size of the plot in pixels. What was fitted stays fitted. */
  public void resize(double newWidth, double newHeight) {
    width = Math.max(LEAST_WIDTH, newWidth);
    height = Math.max(LEAST_HEIGHT, newHeight);
    if (spec == null) {
      return;
    }
    if (fitted) {
      fit();
    } else {
      view = new Viewport(width, height, view.x(), view.y(), view.around(), view.budget());
      lay();
    }
  }

  /** Shows the whole plot. */
  public void fit() {
    fitted = true;
    if (spec == null) {
      scene = null;
      return;
    }
    Viewport whole = Viewport.whole(spec, width, height);
    view =
        new Viewport(width, height, whole.x(), whole.y(), whole.around(), Viewport.WINDOW_BUDGET);
    lay();
  }

  /** Moves the plot with the pointer: right shows what is earlier, down what is above. */
  public void pan(double dx, double dy) {
    if (scene == null) {
      return;
    }
    fitted = false;
    view =
        new Viewport(
            width,
            height,
            moved(view.x(), -dx * perPixel(scene.x())),
            moved(view.y(), -dy * perPixel(scene.y())),
            view.around(),
            view.budget());
    lay();
  }

  /** Zooms the horizontal axis around a pixel; the vertical one fits what is then seen. */
  public void zoomX(double factor, double px) {
    if (scene == null) {
      return;
    }
    fitted = false;
    view = view.at(spec, zoomed(view.x(), factor, scene.x().value(px)));
    lay();
  }

  /** Zooms both axes around a pixel. */
  public void zoomBoth(double factor, double px, double py) {
    if (scene == null) {
      return;
    }
    fitted = false;
    view =
        new Viewport(
            width,
            height,
            zoomed(view.x(), factor, scene.x().value(px)),
            zoomed(view.y(), factor, scene.y().value(py)),
            view.around(),
            view.budget());
    lay();
  }

  /** Marks frames. */
  public void select(Selection frames) {
    selection = frames;
    if (scene != null) {
      lay();
    }
  }

  /** What lies at a pixel. */
  public Optional<Scene.Hit> at(double px, double py) {
    return scene == null ? Optional.empty() : scene.hit(px, py);
  }

  /** The picture; empty without a plot. */
  public Optional<Scene> scene() {
    return Optional.ofNullable(scene);
  }

  /** The part of the horizontal axis that is seen. */
  public Span seen() {
    return view.x();
  }

  private void lay() {
    scene = Layout.of(spec, view, selection);
  }

  private static double perPixel(org.mptcpscope.core.plot.Scale scale) {
    return scale.span().length() / (scale.end() - scale.start());
  }

  private static Span moved(Span span, double by) {
    long shift = Math.round(by);
    return new Span(span.from() + shift, span.to() + shift);
  }

  private static Span zoomed(Span span, double factor, long around) {
    double left = (around - span.from()) / factor;
    double right = (span.to() - around) / factor;
    return new Span(around - Math.round(left), around + Math.max(1, Math.round(right)));
  }
}
