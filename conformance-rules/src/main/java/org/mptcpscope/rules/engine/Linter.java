package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameOrigin;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceResult;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.FindingListener;

/** Judges one capture. */
public final class Linter {
  private Linter() {}

  /**
   * Makes sure that every name in the options means something.
   *
   * @throws org.mptcpscope.rules.catalogue.UnknownNameException for the first one that does not
   */
  public static void check(LintOptions options) {
    Docket.of(options);
  }

  /**
   * Reads the capture once; {@code extras} hear the same pass, as plots and dumps do.
   *
   * @throws CaptureException if nothing of it can be read
   * @throws org.mptcpscope.rules.catalogue.UnknownNameException for a name that means nothing
   */
  public static CaptureReport lint(
      CaptureSource source, LintOptions options, List<TraceObserver> extras)
      throws CaptureException {
    return lint(source, options, extras, null);
  }

  /**
   * The same; {@code listener}, if not null, hears of findings as they are made.
   *
   * @throws CaptureException if nothing of it can be read
   * @throws org.mptcpscope.rules.catalogue.UnknownNameException for a name that means nothing
   */
  public static CaptureReport lint(
      CaptureSource source,
      LintOptions options,
      List<TraceObserver> extras,
      FindingListener listener)
      throws CaptureException {
    return lint(source, options, Docket.of(options), extras, listener);
  }

  static CaptureReport lint(
      CaptureSource source, LintOptions options, Docket docket, List<TraceObserver> extras)
      throws CaptureException {
    return lint(source, options, docket, extras, null);
  }

  static CaptureReport lint(
      CaptureSource source,
      LintOptions options,
      Docket docket,
      List<TraceObserver> extras,
      FindingListener listener)
      throws CaptureException {
    Tally tally = new Tally(docket, options);
    Engine engine = new Engine(docket, tally, listener);
    List<TraceObserver> observers = new ArrayList<>();
    observers.add(engine);
    observers.addAll(extras);
    try (FrameSource frames = source.open()) {
      TraceResult result = TraceAnalyzer.run(frames, options.trace(), observers);
      return new CaptureReport(
          source.name(),
          true,
          result.frames(),
          result.tcp(),
          result.warnings(),
          tally.totals(),
          tally.connections(result.streams()),
          tally.findings(),
          tally.requirements(),
          origins(frames, tally.findings()));
    } catch (Ledger.TemporaryFileException e) {
      throw new CaptureException(
          CaptureException.UNREADABLE,
          source.name(),
          "its connections do not fit in "
              + Ledger.temporary()
              + " ("
              + e.getCause().getMessage()
              + "); lint --no-connections keeps none");
    }
  }

  private static Map<Integer, FrameOrigin> origins(FrameSource frames, List<Finding> findings) {
    Map<Integer, FrameOrigin> origins = new HashMap<>();
    for (Finding finding : findings) {
      for (int frame : finding.frames()) {
        frames.origin(frame).ifPresent(origin -> origins.put(frame, origin));
      }
    }
    return origins;
  }
}
