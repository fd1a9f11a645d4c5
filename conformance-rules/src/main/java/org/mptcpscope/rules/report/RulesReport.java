package org.mptcpscope.rules.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.catalogue.Names;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;
import org.mptcpscope.rules.catalogue.Tier;

/** The table of {@code rules}. */
public final class RulesReport {
  private RulesReport() {}

  /**
   * The rules that these words name, or that may report a requirement that they name; all without
   * words.
   *
   * @throws org.mptcpscope.rules.catalogue.UnknownNameException for a word that names nothing
   */
  public static List<RuleSpec> named(List<String> words) {
    Names.check(words);
    return RuleCatalogue.all().stream()
        .map(Rule::spec)
        .filter(
            spec ->
                words.isEmpty()
                    || Names.anyMatches(words, spec.name())
                    || spec.subjects().keySet().stream()
                        .anyMatch(id -> Names.anyMatches(words, id)))
        .toList();
  }

  /** Writes the table line by line. */
  public static void write(List<RuleSpec> specs, Consumer<String> out) {
    int name = 4;
    int first = 0;
    for (RuleSpec spec : specs) {
      name = Math.max(name, spec.name().length());
      first = Math.max(first, requirements(spec).length());
    }
    out.accept(Prose.pad("rule", name) + "  severity  tier        requirements");
    for (RuleSpec spec : specs) {
      String line =
          Prose.pad(spec.name(), name)
              + "  "
              + Prose.pad(severity(spec).word(), 8)
              + "  "
              + Prose.pad(tier(spec).word(), 10)
              + "  "
              + Prose.pad(requirements(spec), first)
              + (isOff(spec) ? "  off" : "");
      out.accept(line.stripTrailing());
    }
    out.accept(Prose.count(specs.size(), "rule") + " of " + RuleCatalogue.all().size());
  }

  private static String requirements(RuleSpec spec) {
    int more = spec.subjects().size() - 1;
    return spec.requirement() + (more == 0 ? "" : " and " + more + " more");
  }

  /** The highest ceiling of what the rule may report. */
  static Severity severity(RuleSpec spec) {
    return spec.subjects().keySet().stream()
        .map(id -> Requirements.get(id).severity())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The tier that decides whether the rule runs by default: the first of those it reports for. */
  static Tier tier(RuleSpec spec) {
    return spec.subjects().keySet().stream()
        .map(id -> Requirements.get(id).tier())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static boolean isOff(RuleSpec spec) {
    return spec.subjects().keySet().stream()
        .allMatch(id -> Requirements.get(id).tier() == Tier.ADVISORY);
  }

  /** Writes a JSON document and a line end; the writer stays open. */
  public static void writeJson(Writer to, String version, List<RuleSpec> specs) throws IOException {
    try (JsonGenerator out = JsonReport.generator(to)) {
      out.writeStartObject();
      JsonReport.preamble(out, version);
      out.writeArrayFieldStart("rules");
      for (RuleSpec spec : specs) {
        out.writeStartObject();
        out.writeStringField("name", spec.name());
        out.writeArrayFieldStart("requirements");
        for (String id : spec.subjects().keySet()) {
          out.writeString(id);
        }
        out.writeEndArray();
        out.writeStringField("severity", severity(spec).word());
        out.writeStringField("tier", tier(spec).word());
        out.writeStringField("status", spec.status().word());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    to.write('\n');
    to.flush();
  }
}
