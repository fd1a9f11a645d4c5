package org.mptcpscope.rules.report;

import java.io.IOException;
import java.io.Writer;

/** Where markup goes, line by line. */
record HtmlOut(Writer to) {
  void line(String markup) throws IOException {
    to.write(markup);
    to.write('\n');
  }

  /** Text in which nothing is markup. */
  static String text(String raw) {
    StringBuilder safe = new StringBuilder(raw.length() + 16);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        default -> safe.append(c < ' ' ? '\uFFFD' : c);
      }
    }
    return safe.toString();
  }
}
