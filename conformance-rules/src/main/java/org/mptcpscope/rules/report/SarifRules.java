package org.mptcpscope.rules.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;

/** What SARIF tells of rules. */
final class SarifRules {
  private final JsonGenerator out;

  SarifRules(JsonGenerator out) {
    this.out = out;
  }

  /** Writes what is told of one. */
  void write(String rule) throws IOException {
    if (rule.equals(Expectation.RULE)) {
      expectations();
    } else {
      rule(RuleCatalogue.byName(rule).orElseThrow().spec());
    }
  }

  private void expectations() throws IOException {
    out.writeStartObject();
    out.writeStringField("id", Expectation.RULE);
    text("shortDescription", "a capture does not show what somebody expected of it");
    out.writeObjectFieldStart("defaultConfiguration");
    out.writeStringField("level", "error");
    out.writeEndObject();
    out.writeEndObject();
  }

  private void rule(RuleSpec spec) throws IOException {
    Requirement primary = Requirements.get(spec.requirement());
    out.writeStartObject();
    out.writeStringField("id", spec.name());
    text("shortDescription", spec.message());
    text("fullDescription", primary.paraphrase());
    out.writeStringField("helpUri", RfcLink.of(primary.spec(), primary.section()));
    out.writeObjectFieldStart("help");
    String page = String.join("\n\n", RulePages.prose(spec.name()));
    String demands =
        spec.subjects().keySet().stream()
            .map(Requirements::get)
            .map(
                one ->
                    one.id()
                        + " ("
                        + FindingBlock.rfc(one.spec())
                        + ", "
                        + one.section()
                        + "): "
                        + one.paraphrase())
            .collect(Collectors.joining("\n\n"));
    out.writeStringField("text", page.isEmpty() ? demands : page + "\n\n" + demands);
    out.writeEndObject();
    out.writeObjectFieldStart("defaultConfiguration");
    out.writeStringField("level", RulesReport.severity(spec).word());
    out.writeEndObject();
    out.writeObjectFieldStart("properties");
    out.writeStringField("tier", RulesReport.tier(spec).word());
    texts("requirements", spec.subjects().keySet());
    texts(
        "tags",
        spec.subjects().keySet().stream()
            .map(id -> Requirements.get(id).prefix())
            .collect(Collectors.toCollection(TreeSet::new)));
    out.writeEndObject();
    out.writeEndObject();
  }

  private void text(String key, String text) throws IOException {
    out.writeObjectFieldStart(key);
    out.writeStringField("text", text);
    out.writeEndObject();
  }

  private void texts(String key, Iterable<String> values) throws IOException {
    out.writeArrayFieldStart(key);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }
}
