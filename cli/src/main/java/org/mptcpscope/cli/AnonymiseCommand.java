package org.mptcpscope.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.Anonymised;
import org.mptcpscope.core.export.Anonymised.Blank;
import org.mptcpscope.core.export.Anonymiser;
import org.mptcpscope.core.export.CaptureCopy.Copied;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.export.VerdictComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a capture that tells who did what wrong, and not who it was nor what was said. */
@Command(name = "anonymise")
final class AnonymiseCommand implements CliCommand {
  private static final int SECRET_OCTETS = 32;

  @Mixin InputOptions input;

  @Option(names = {"-o", "--output"})
  String output;

  @Option(names = "--ports")
  boolean ports;

  @Option(names = "--seed")
  String seed;

  @Override
  public int run(Terminal terminal) throws CaptureException {
    if (!input.keys.isEmpty() || input.keyFile != null || input.capturedAt != null) {
      throw new UsageException("takes no --key, --keys or --captured-at: they are not written");
    }
    if (seed != null && seed.isEmpty()) {
      throw new UsageException("--seed is empty; name some text, or leave it out");
    }
    Rewriting rewriting = new Rewriting("anonymise", terminal, input, output);
    LintOptions options =
        new LintOptions(List.of(), List.of(), true, false, rewriting.session().trace());
    CaptureSource capture = rewriting.capture();
    Anonymiser anonymiser = new Anonymiser(secret(), ports);
    CaptureReport report = rewriting.lint(options, List.of(anonymiser.survey()));
    if (report == null) {
      return rewriting.exitCode();
    }
    Anonymised[] done = new Anonymised[1];
    Copied copied =
        rewriting.write(
            out -> {
              done[0] =
                  anonymiser.write(capture, out, Version.application(), options.trace().progress());
              return new Copied(done[0].frames(), done[0].stopped());
            });
    if (!copied.stopped()) {
      rewriting.say(Rewriting.count(copied.frames(), "frame") + blanked(done[0].blanked()));
      check(rewriting, terminal, report, options);
    }
    return rewriting.exitCode();
  }

  private byte[] secret() {
    if (seed != null) {
      return ("mptcpscope anonymise " + seed).getBytes(StandardCharsets.UTF_8);
    }
    byte[] secret = new byte[SECRET_OCTETS];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private static String blanked(Map<Blank, Integer> blanked) {
    int all = blanked.values().stream().mapToInt(Integer::intValue).sum();
    return all == 0
        ? ""
        : ", "
            + all
            + " blanked: "
            + blanked.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + entry.getKey().words())
                .collect(Collectors.joining(", "));
  }

  /** Judges what was written, and says if anything is judged differently. */
  private void check(
      Rewriting rewriting, Terminal terminal, CaptureReport before, LintOptions options)
      throws CaptureException {
    Path file = Path.of(output);
    if (!Files.isRegularFile(file)) {
      return;
    }
    CaptureReport after = Linter.lint(CaptureSource.file(file), options, List.of());
    List<String> differences = VerdictComparison.differences(before, after);
    if (!differences.isEmpty() && rewriting.session().goOn()) {
      terminal
          .err()
          .println(
              "mptcpscope: warning: "
                  + output
                  + ": "
                  + (differences.size() == 1
                      ? "one finding differs: "
                      : differences.size() + " findings differ, first: ")
                  + differences.getFirst());
    }
  }
}
