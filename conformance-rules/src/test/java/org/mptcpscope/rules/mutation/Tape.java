package org.mptcpscope.rules.mutation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.stress.Recording;

/** A capture whose frames can be changed, taken out, added and moved. */
final class Tape {
  private final Recording recording;
  private final Map<String, Frame> openers = new LinkedHashMap<>();
  final List<Frame> frames = new ArrayList<>();

  Tape(Recording recording) {
    this.recording = recording;
    recording.packets().forEach(packet -> frames.add(new Frame(packet)));
    for (Frame frame : frames) {
      if (frame.isTcp() && frame.isSyn()) {
        openers.putIfAbsent(frame.flow(), frame.copy());
      }
    }
  }

  /** True for a segment of a flow whose SYN was captured with an option of this subtype. */
  boolean isOpenedBy(int subtype, Frame frame) {
    Frame syn = openers.get(frame.flow());
    return syn != null && syn.option(subtype) != null;
  }

  /** True if the host that opened the subflow sent data before this frame of its. */
  boolean isBehindData(Frame frame) {
    Frame syn = openers.get(frame.flow());
    return syn != null && frame.seq() != (syn.seq() + 1 & 0xffff_ffffL);
  }

  /** The host that sent a frame: the one that opened the subflow, or the other one. */
  Side by(Frame frame) {
    Frame syn = openers.get(frame.flow());
    return syn != null && frame.from().equals(syn.from()) ? Side.INITIATOR : Side.LISTENER;
  }

  /** Frames of the same flow, in their order. */
  List<Frame> flow(Frame of) {
    return frames.stream().filter(f -> f.isTcp() && f.flow().equals(of.flow())).toList();
  }

  /** The last frame before another one that the other host sent on this subflow, or null. */
  Frame before(Frame frame, boolean samehost) {
    Frame last = null;
    for (Frame one : flow(frame)) {
      if (one == frame) {
        return last;
      }
      if (one.from().equals(frame.from()) == samehost) {
        last = one;
      }
    }
    return last;
  }

  /** Puts a frame behind another one. */
  void insertAfter(Frame place, Frame added) {
    frames.add(frames.indexOf(place) + 1, added);
  }

  /** The number that readers give a frame: from 1, in the order of time. */
  int number(Frame frame) {
    return ordered().indexOf(frame) + 1;
  }

  /** The capture as it is now. */
  CaptureSource source(String name) {
    return recording.with(ordered().stream().map(Frame::packet).toList()).source(name);
  }

  private List<Frame> ordered() {
    List<Frame> ordered = new ArrayList<>(frames);
    ordered.sort(Comparator.comparingLong(Frame::time));
    return ordered;
  }
}
