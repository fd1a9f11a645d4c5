package org.mptcpscope.rules.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.rules.api.Threshold;

/**
 * What one file mptcpscope.yaml says.
 *
 * @param name of the file, as people find it; null: there is none
 * @param layers what holds for all captures, then what holds for some; later ones win
 * @param known findings that are accepted
 */
record LintConfig(String name, List<Layer> layers, List<Known> known) {
  /** What a run without a file of settings goes by. */
  static final LintConfig NONE = new LintConfig(null, List.of(), List.of());

  /**
   * Settings for the captures of some paths. What is null, or empty, is left to the layers before.
   *
   * @param require what must be there, and the line that says so
   * @param caps in their order; the last that names a finding decides
   */
  record Layer(
      PathGlobs paths,
      List<String> select,
      List<String> ignore,
      Boolean advisory,
      Threshold failOn,
      Map<Demand, Integer> require,
      List<Cap> caps) {
    Layer {
      select = List.copyOf(select);
      ignore = List.copyOf(ignore);
      caps = List.copyOf(caps);
    }
  }

  /**
   * What holds for one capture.
   *
   * @param failOn of the command line, which comes first; null: it says nothing
   * @param more that the command line requires
   */
  CapturePolicy of(Path capture, Threshold failOn, List<Demand> more) {
    List<String> select = List.of();
    List<String> ignore = new ArrayList<>();
    boolean advisory = false;
    Threshold threshold = Threshold.ERROR;
    Map<Demand, Integer> require = new EnumMap<>(Demand.class);
    List<Cap> caps = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer.paths.matches(capture)) {
        select = layer.select.isEmpty() ? select : layer.select;
        ignore.addAll(layer.ignore);
        advisory = layer.advisory == null ? advisory : layer.advisory;
        threshold = layer.failOn == null ? threshold : layer.failOn;
        layer.require.forEach(require::putIfAbsent);
        caps.addAll(layer.caps);
      }
    }
    more.forEach(demand -> require.put(demand, 0));
    return new CapturePolicy(
        name,
        select,
        ignore,
        advisory,
        failOn == null ? threshold : failOn,
        require,
        caps,
        known.stream().filter(one -> one.paths().matches(capture)).toList());
  }
}
