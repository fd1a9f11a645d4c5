package org.mptcpscope.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/**
 * Text that a test compares with a file of the tree. Run with {@code -Dmptcpscope.update=true}, as
 * {@code ./dev fix} does, it is written instead, and a person reads the diff.
 */
public final class Golden {
  private Golden() {}

  /** The text is that of this file, which stands beside the test's package in the resources. */
  public static void assertEqual(Class<?> test, String name, String text) {
    Path file =
        Lab.project()
            .resolve("conformance-rules/src/test/resources")
            .resolve(test.getPackageName().replace('.', '/'))
            .resolve(name);
    if (Lab.updates()) {
      Lab.write(file, text);
    }
    assertThat(text).as("%s, written by ./dev fix", name).isEqualTo(Lab.read(file));
  }
}
