package org.mptcpscope.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** What the time of a run goes to, by samples of the Flight Recorder. */
final class Profile {
  private static final String RULES = "rules and report";

  /** Stages by the method that a sample must have on its stack; the innermost one counts. */
  private static final Map<String, String> STAGES = new LinkedHashMap<>();

  static {
    STAGES.put("core.capture.", "records of the file, order of time");
    STAGES.put("dissector.link.", "link and IP headers");
    STAGES.put("dissector.tcp.", "TCP header and options");
    STAGES.put("dissector.mptcp.", "MPTCP options");
    STAGES.put("core.reconstruct.FlowRouter", "flow of the segment");
    STAGES.put("core.reconstruct.TcpTracker", "TCP state");
    STAGES.put("core.reconstruct.MappingTracker", "mappings and the stream of data");
    STAGES.put("core.reconstruct.ChecksumVerifier", "DSS checksums");
    STAGES.put("core.reconstruct.DataAckTracker", "Data ACKs");
    STAGES.put("core.reconstruct.OptionWalk", "walk over MPTCP options");
    STAGES.put("rules.", RULES);
  }

  private static final String PACKAGE = "org.mptcpscope.";
  private static final String RECONSTRUCTION = "rest of the reconstruction";
  private static final String REST = "start-up, command line, JDK";

  private final Map<String, Integer> samples = new LinkedHashMap<>();
  private int all;

  private Profile() {
    STAGES.values().forEach(stage -> samples.put(stage, 0));
    samples.put(RECONSTRUCTION, 0);
    samples.put(REST, 0);
  }

  /** Runs lint under the recorder and reads what it wrote. */
  static Profile of(Path mptcpscope, Path capture, Path recording)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(mptcpscope.toString(), "lint", capture.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .put(
            "MPTCPSCOPE_JAVA_OPTS",
            "-XX:StartFlightRecording=settings=profile,filename=" + recording);
    builder.start().waitFor();
    Profile profile = new Profile();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
          profile.add(event);
        }
      }
    }
    return profile;
  }

  private void add(RecordedEvent event) {
    all++;
    String found = REST;
    if (event.getStackTrace() != null) {
      for (RecordedFrame frame : event.getStackTrace().getFrames()) {
        String type = frame.getMethod().getType().getName();
        String stage = stage(type);
        if (stage != null) {
          // The engine of the rules runs the reconstruction: what that calls is not the rules'.
          boolean outside = found.equals(RECONSTRUCTION) && stage.equals(RULES);
          found = outside ? found : stage;
          break;
        }
        if (type.startsWith(PACKAGE + "core.reconstruct.")) {
          found = RECONSTRUCTION;
        }
      }
    }
    samples.merge(found, 1, Integer::sum);
  }

  /** The stage that a class belongs to, or null if whoever called it decides. */
  static String stage(String type) {
    if (!type.startsWith(PACKAGE)) {
      return null;
    }
    String name = type.substring(PACKAGE.length());
    return STAGES.entrySet().stream()
        .filter(stage -> name.startsWith(stage.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** The table of stages in Markdown. */
  String table() {
    StringBuilder table = new StringBuilder("| stage | share |\n|---|---|\n");
    samples.forEach(
        (stage, count) ->
            table.append(
                String.format(Locale.ROOT, "| %s | %.0f %% |%n", stage, 100.0 * count / all)));
    return table.toString();
  }
}
