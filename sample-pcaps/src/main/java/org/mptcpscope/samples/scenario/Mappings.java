package org.mptcpscope.samples.scenario;

import java.util.ArrayList;
import java.util.List;

/** The data sequence mappings of one direction of a subflow, oldest first. */
final class Mappings {

  private final List<SubflowEnd.Mapping> runs = new ArrayList<>();
  private long end = 1;

  /** Adds a mapping; a later one does not replace what an older one says. */
  void add(long ssn, long dsn, long length) {
    if (length <= 0) {
      return;
    }
    end = Math.max(end, Math.min(ssn + length, SubflowEnd.INFINITE));
    if (!runs.isEmpty()) {
      SubflowEnd.Mapping last = runs.getLast();
      if (last.end() == ssn
          && last.dsn() - last.ssn() == dsn - ssn
          && length != SubflowEnd.INFINITE) {
        runs.set(
            runs.size() - 1,
            new SubflowEnd.Mapping(last.ssn(), last.dsn(), last.length() + length));
        return;
      }
    }
    runs.add(new SubflowEnd.Mapping(ssn, dsn, length));
  }

  /** The data sequence number of an octet, or -1 where no mapping covers it. */
  long dsn(long ssn) {
    for (SubflowEnd.Mapping run : runs) {
      if (run.ssn() <= ssn && ssn < run.end()) {
        return ssn - run.ssn() + run.dsn();
      }
    }
    return -1;
  }

  List<SubflowEnd.Mapping> runs() {
    return runs;
  }

  /** Where the first octet lies that no mapping reaches. */
  long end() {
    return end;
  }
}
