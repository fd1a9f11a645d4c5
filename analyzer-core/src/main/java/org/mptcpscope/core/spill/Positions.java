package org.mptcpscope.core.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A number for each number from 0 on, in a file of which the pages in use are kept. */
final class Positions implements AutoCloseable {
  private static final int PAGE = 1024;
  private static final int MOST_PAGES = 64;

  private final TemporaryFile file;
  private final Map<Integer, Page> pages = new LinkedHashMap<>(16, 0.75f, true);
  private Page last;

  private static final class Page {
    private final int number;
    private final ByteBuffer octets = ByteBuffer.allocate(PAGE * Long.BYTES);
    private boolean changed;

    private Page(int number) {
      this.number = number;
    }
  }

  Positions(TemporaryFile file) {
    this.file = file;
  }

  void set(int index, long value) throws IOException {
    Page page = page(index / PAGE);
    page.octets.putLong(index % PAGE * Long.BYTES, value);
    page.changed = true;
  }

  long get(int index) throws IOException {
    return page(index / PAGE).octets.getLong(index % PAGE * Long.BYTES);
  }

  private Page page(int number) throws IOException {
    if (last != null && last.number == number) {
      return last;
    }
    Page page = pages.get(number);
    if (page == null) {
      if (pages.size() == MOST_PAGES) {
        Page oldest = pages.remove(pages.keySet().iterator().next());
        if (oldest.changed) {
          file.write(oldest.octets.clear(), offset(oldest.number));
        }
      }
      page = new Page(number);
      file.read(page.octets, offset(number));
      pages.put(number, page);
    }
    last = page;
    return page;
  }

  private static long offset(int page) {
    return (long) page * PAGE * Long.BYTES;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
