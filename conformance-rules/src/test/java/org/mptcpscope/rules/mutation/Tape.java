package org.mptcpscope.rules.mutation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.stress.Recording;

/** A capture whose frames can be changed, taken out, added and moved; always in order of time. */
final class Tape {
  private final Recording recording;
  private final Map<String, Frame> openers = new LinkedHashMap<>();
  private final Map<String, Keys> keys;
  final List<Frame> frames = new ArrayList<>();

  Tape(Recording recording) {
    this.recording = recording;
    recording.packets().forEach(packet -> frames.add(new Frame(packet)));
    frames.sort(Comparator.comparingLong(Frame::time));
    for (Frame frame : frames) {
      if (frame.isTcp() && frame.isSyn()) {
        openers.putIfAbsent(frame.flow(), frame.copy());
      }
    }
    keys = Keys.byFlow(frames, openers);
  }

  /** True if segments were not captured whole. */
  boolean isCut() {
    return frames.stream().anyMatch(frame -> frame.packet().isTcp() && !frame.isTcp());
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

  /** True if the frame comes from the host that opened its subflow. */
  boolean isByOpener(Frame frame) {
    Frame syn = openers.get(frame.flow());
    return syn != null && frame.from().equals(syn.from());
  }

  /** The SYN of the subflow of a frame as it was captured first, before any change; or null. */
  Frame syn(Frame frame) {
    return openers.get(frame.flow());
  }

  /** True for a frame that follows a SYN with data on its subflow. */
  boolean isBehindSynData(Frame frame) {
    Frame syn = openers.get(frame.flow());
    return syn != null && syn.payload().length > 0;
  }

  /** True for a frame of a connection of version 0. */
  boolean isVersion0(Frame frame) {
    Keys connection = keys.get(frame.flow());
    return connection != null && connection.version() == 0;
  }

  /** True if each TCP segment was captured whole and once. */
  boolean isWhole() {
    return frames.stream().allMatch(frame -> frame.isTcp() || !frame.packet().isTcp())
        && recording.links().size() == 1;
  }

  /** The host that sent a frame, on whatever subflow: the one that opened the connection or not. */
  Side by(Frame frame) {
    Keys connection = keys.get(frame.flow());
    Side opener = connection == null ? Side.INITIATOR : connection.opener();
    return isByOpener(frame) ? opener : opener.peer();
  }

  /** A subflow of this SYN, first seen as this flow, is at another place now, or a copy of it. */
  void at(Frame syn, String before) {
    openers.put(syn.flow(), syn.copy());
    Keys connection = keys.get(before);
    if (connection != null) {
      keys.put(syn.flow(), connection);
    }
  }

  /** A SYN that was not captured opens another subflow of the connection of a frame. */
  void open(Frame syn, Frame of, Side opener) {
    openers.put(syn.flow(), syn.copy());
    Keys known = keys.get(of.flow());
    keys.put(
        syn.flow(),
        new Keys(known.first(), known.version(), known.initiator(), known.listener(), opener));
  }

  /** The keys of the connection that a frame belongs to, before any change; null if not known. */
  Keys keys(Frame frame) {
    return keys.get(frame.flow());
  }

  /** The connection of a frame has other keys now. */
  void rekey(Frame frame, Keys fresh) {
    String first = keys.get(frame.flow()).first();
    keys.replaceAll((_, old) -> old.first().equals(first) ? fresh.openedBy(old.opener()) : old);
  }

  /** Another flow begins, with keys like these. */
  void open(Frame syn, Keys like) {
    openers.put(syn.flow(), syn);
    keys.put(syn.flow(), like.asFirst(syn.flow()));
  }

  /** Puts a frame of a new flow where its time says. */
  void insertCopy(Frame added) {
    int at = frames.size();
    while (at > 0 && frames.get(at - 1).time() > added.time()) {
      at--;
    }
    frames.add(at, added);
  }

  /** Frames of the same flow, in their order. */
  List<Frame> flow(Frame of) {
    return frames.stream().filter(f -> f.isTcp() && f.flow().equals(of.flow())).toList();
  }

  /** Frames of all subflows of the same connection, in their order. */
  List<Frame> connection(Frame of) {
    return frames.stream().filter(f -> f.isTcp() && isSameConnection(f, of)).toList();
  }

  boolean isSameConnection(Frame one, Frame other) {
    Keys left = keys.get(one.flow());
    Keys right = keys.get(other.flow());
    return left == null || right == null
        ? one.flow().equals(other.flow())
        : left.first().equals(right.first());
  }

  /** The frames of the same flow behind this one. */
  List<Frame> behind(Frame frame) {
    List<Frame> flow = flow(frame);
    return flow.subList(flow.indexOf(frame) + 1, flow.size());
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

  /** Puts a frame where its time says, behind all others of that time; its host counts it. */
  void insert(Frame added) {
    insertCopy(added);
    Frame before = before(added, true);
    if (before != null) {
      added.identification(before.identification());
    }
    added.identify(1);
    countOn(added, 1);
  }

  /** Takes a frame out as one that was never sent. */
  void remove(Frame frame) {
    countOn(frame, -1);
    frames.remove(frame);
  }

  /** Takes a frame out as one that the capture lacks, or the path lost. */
  void lose(Frame frame) {
    frames.remove(frame);
  }

  /** The frame was sent at another time. */
  void move(Frame frame, long time) {
    remove(frame);
    frame.time(time);
    insert(frame);
  }

  /** Identifications of IPv4 stay consecutive: nobody takes what changes for a loss. */
  private void countOn(Frame frame, int by) {
    behind(frame).stream()
        .filter(one -> one.from().equals(frame.from()))
        .forEach(one -> one.identify(by));
  }

  /** The number that readers give a frame: from 1, in the order of time. */
  int number(Frame frame) {
    return frames.indexOf(frame) + 1;
  }

  /** The capture as it is now. */
  CaptureSource source(String name) {
    return recording.with(frames.stream().map(Frame::packet).toList()).source(name);
  }
}
