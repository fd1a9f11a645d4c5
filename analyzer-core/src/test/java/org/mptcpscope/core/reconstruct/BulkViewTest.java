package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.BulkView;
import org.mptcpscope.dissector.tcp.OptionSummary;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.samples.Samples;

/** What is read at once is what the views of all layers read one after the other. */
class BulkViewTest {
  private final FrameView ip = new FrameView();
  private final SegmentView segment = new SegmentView();
  private final OptionSummary options = new OptionSummary();
  private final BulkView quick = new BulkView();
  private final BulkView slow = new BulkView();
  private int bulk;

  @Test
  void readsScriptsAsTheViewsDo() {
    List<String> names = Samples.list();
    for (int i = 0; i < names.size(); i += 7) {
      compare(CaptureSource.memory(names.get(i), Samples.load(names.get(i)).toPcapng()));
    }
    assertThat(bulk).isGreaterThan(100);
  }

  @Test
  void readsReferenceCapturesAsTheViewsDo() {
    for (Path file : ReferenceCaptures.below(ReferenceCaptures.folder())) {
      compare(CaptureSource.file(file));
    }
    assertThat(bulk).isGreaterThan(10_000);
  }

  private void compare(CaptureSource capture) {
    try (FrameSource frames = capture.open()) {
      while (frames.next()) {
        int captured = frames.capturedLength();
        compare(frames, captured, frames.wireLength());
        if (frames.number() % 16 == 0) {
          for (int cut = 0; cut < Math.min(captured, 130); cut++) {
            compare(frames, cut, frames.wireLength());
            compare(frames, cut, cut);
          }
        }
      }
    } catch (CaptureException _) {
      // Nothing of it can be read.
    }
  }

  private void compare(FrameSource f, int captured, int wire) {
    if (!quick.wrap(f.buffer(), f.offset(), captured, wire, f.linkType())) {
      return;
    }
    bulk++;
    Outcome outcome = ip.wrap(f.buffer(), f.offset(), captured, wire, f.linkType());
    assertThat(outcome).isEqualTo(Outcome.TCP);
    assertThat(segment.wrap(ip)).isTrue();
    options.scan(segment);
    assertThat(slow.wrap(ip, segment, options)).isTrue();
    assertThat(ip.place()).isZero();
    assertThat(text(quick)).isEqualTo(text(slow));
  }

  private static List<Object> text(BulkView view) {
    return List.of(
        view.srcPort(),
        view.dstPort(),
        view.srcHigh(),
        view.srcLow(),
        view.dstHigh(),
        view.dstLow(),
        view.ipId(),
        view.hopLimit(),
        view.seq(),
        view.ack(),
        view.flags(),
        view.window(),
        view.checksum(),
        view.tsVal(),
        view.payload(),
        view.payloadCaptured(),
        view.payloadOffset(),
        List.of(
            view.dss().flags(),
            view.dss().reservedNibble(),
            view.dss().dataAck(),
            view.dss().dsn(),
            view.dss().ssn(),
            view.dss().dataLength(),
            view.dss().checksum()));
  }
}
