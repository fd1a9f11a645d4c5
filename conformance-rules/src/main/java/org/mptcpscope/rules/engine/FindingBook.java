package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Finding.Grouped;
import org.mptcpscope.rules.api.Severity;

/**
 * The findings of all connections that are over. Findings that read equal are kept up to a
 * thousand; then the first ten stay, and how many there are. Where the messages of one requirement
 * differ without end, or all that is kept becomes too much, they are grouped whatever they say.
 */
final class FindingBook {
  /** Findings that read equal and are kept one by one. */
  static final int MOST_ALIKE = 1000;

  /** Findings of one requirement and side that are kept, however they read. */
  static final int MOST_OF_FAMILY = 4 * MOST_ALIKE;

  /** Findings that are kept in all. */
  static final int MOST = 20_000;

  /** Findings that stand for a group. */
  static final int FIRST = 10;

  private final Map<Family, Section> sections = new LinkedHashMap<>();
  private int kept;

  private record Family(String rule, String requirement, Side side, Severity severity) {}

  /** Findings of one family, by message until it is too much. */
  private static final class Section {
    final Map<String, Page> pages = new HashMap<>();
    Page whole;
    int kept;
  }

  /** Findings that are counted together. */
  private static final class Page {
    final List<Finding> findings = new ArrayList<>(1);
    boolean grouped;
    long found;
    long count;
    long connections;
    private int latest = -1;

    void count(Finding finding) {
      found++;
      count += finding.count();
      // The findings of a connection come together.
      connections += finding.connection() != latest ? 1 : 0;
      latest = finding.connection();
    }

    /** Keeps the first ones of a group. */
    void keep(Finding finding) {
      if (!grouped) {
        findings.add(finding);
      } else if (findings.size() < FIRST) {
        findings.add(finding);
        findings.sort(Finding.ORDER);
      } else if (Finding.ORDER.compare(finding, findings.getLast()) < 0) {
        findings.set(FIRST - 1, finding);
        findings.sort(Finding.ORDER);
      }
    }

    void group() {
      grouped = true;
      findings.sort(Finding.ORDER);
      if (findings.size() > FIRST) {
        findings.subList(FIRST, findings.size()).clear();
        ((ArrayList<Finding>) findings).trimToSize();
      }
    }
  }

  /** One more finding of a connection; those of one connection come together. */
  void add(Finding finding) {
    Family family =
        new Family(
            finding.rule(), finding.requirement(), finding.fault().side(), finding.severity());
    Section section = sections.computeIfAbsent(family, _ -> new Section());
    Page page =
        section.whole != null
            ? section.whole
            : section.pages.computeIfAbsent(finding.message(), _ -> new Page());
    int before = page.findings.size();
    page.count(finding);
    page.keep(finding);
    if (!page.grouped && page.found > MOST_ALIKE) {
      page.group();
    }
    count(section, page.findings.size() - before);
    if (section.kept > MOST_OF_FAMILY) {
      merge(section);
    }
    if (kept > MOST) {
      merge(sections.values().stream().max(Comparator.comparingInt(one -> one.kept)).orElseThrow());
    }
  }

  private void count(Section section, int more) {
    section.kept += more;
    kept += more;
  }

  /** Makes one page of a family. */
  private void merge(Section section) {
    Page whole = new Page();
    for (Page page : section.pages.values()) {
      whole.findings.addAll(page.findings);
      whole.found += page.found;
      whole.count += page.count;
      whole.connections += page.connections;
    }
    whole.group();
    section.pages.clear();
    section.whole = whole;
    count(section, whole.findings.size() - section.kept);
  }

  /** In the order of reports; the first of a group says what it stands for. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    for (Section section : sections.values()) {
      section.pages.values().forEach(page -> add(page, all));
      if (section.whole != null) {
        add(section.whole, all);
      }
    }
    all.sort(Finding.ORDER);
    return all;
  }

  private static void add(Page page, List<Finding> all) {
    List<Finding> findings = page.findings;
    if (page.grouped && !findings.isEmpty()) {
      Grouped group = new Grouped(page.found, page.connections, page.count, findings.size());
      all.add(findings.getFirst().grouped(group));
      all.addAll(findings.subList(1, findings.size()));
    } else {
      all.addAll(findings);
    }
  }
}
