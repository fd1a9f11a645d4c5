package org.mptcpscope.core.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What two captures of the same traffic show together.
 *
 * @param client the capture near the host that opens connections
 * @param server the capture near the other one
 * @param offset nanoseconds by which the clock of {@code server} is ahead; empty if no segment of
 *     each direction is in both
 * @param flows that both captures show, in the order of {@code client}
 * @param onlyClient flows with MPTCP that {@code server} does not show
 * @param onlyServer flows with MPTCP that {@code client} does not show
 */
public record Comparison(
    Tap client,
    Tap server,
    OptionalLong offset,
    List<FlowPair> flows,
    List<Flow> onlyClient,
    List<Flow> onlyServer) {
  /** Copies the lists. */
  public Comparison {
    flows = List.copyOf(flows);
    onlyClient = List.copyOf(onlyClient);
    onlyServer = List.copyOf(onlyServer);
  }

  /** Pairs the flows of two captures, and the segments of each. */
  public static Comparison of(Tap client, Tap server) {
    List<Flow> left = new ArrayList<>(client.flows());
    List<Flow> right = new ArrayList<>(server.flows());
    List<FlowPair> pairs = new ArrayList<>();
    List<Flow> onlyClient = new ArrayList<>();
    for (Flow flow : left) {
      Flow match = match(flow, right);
      if (match != null) {
        right.remove(match);
        if (flow.isMptcp() || match.isMptcp()) {
          pairs.add(FlowPair.of(flow, match));
        }
      } else if (flow.isMptcp()) {
        onlyClient.add(flow);
      }
    }
    return new Comparison(
        client,
        server,
        offset(pairs),
        pairs,
        onlyClient,
        right.stream().filter(Flow::isMptcp).toList());
  }

  /** By the ISN, which address translators leave alone; by both ends, where that was changed. */
  private static Flow match(Flow flow, List<Flow> others) {
    List<Flow> sameNumber = others.stream().filter(one -> one.isn() == flow.isn()).toList();
    if (sameNumber.size() == 1) {
      return sameNumber.getFirst();
    }
    List<Flow> candidates = sameNumber.isEmpty() ? others : sameNumber;
    return candidates.stream()
        .filter(one -> one.opener().equals(flow.opener()) && one.target().equals(flow.target()))
        .findFirst()
        .orElse(null);
  }

  /** The smallest delays are taken to be equal both ways, over all flows. */
  private static OptionalLong offset(List<FlowPair> pairs) {
    long there = Long.MAX_VALUE;
    long back = Long.MAX_VALUE;
    for (FlowPair pair : pairs) {
      for (FlowPair.Pair both : pair.pairs()) {
        if (!both.sole()) {
          continue;
        }
        long delta = both.server().time() - both.client().time();
        if (both.client().fromOpener() == pair.openerIsNearClient()) {
          there = Math.min(there, delta);
        } else {
          back = Math.min(back, -delta);
        }
      }
    }
    return there == Long.MAX_VALUE || back == Long.MAX_VALUE
        ? OptionalLong.empty()
        : OptionalLong.of((there - back) / 2);
  }

  /** Returns all that the path did, in the order of time. */
  public List<Change> changes() {
    List<Change> all = new ArrayList<>();
    flows.forEach(flow -> all.addAll(flow.changes()));
    all.sort(Comparator.comparingLong(Change::time));
    return all;
  }

  /** Returns whether a frame of a capture is another one at the other end. */
  public Map<Integer, Change> byFrame(boolean ofClient) {
    Map<Integer, Change> frames = new HashMap<>();
    for (Change change : changes()) {
      Sight sight = ofClient ? change.client() : change.server();
      if (sight != null) {
        frames.putIfAbsent(sight.frame(), change);
      }
    }
    return frames;
  }
}
