package org.mptcpscope.rules.api;

import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;

/**
 * "Does the host still do this?": waits for one segment, fires once, and is gone.
 *
 * @param key what the rule knows it by
 * @param by whose segments
 * @param traits all of these (see {@code SegmentFacts}) must hold
 * @param on the subflow meant by where; null with ANYWHERE
 * @param where on that subflow, elsewhere, or anywhere
 * @param notBefore capture time from which it counts
 * @param minSsn the segment must begin at or behind this SSN; Long.MIN_VALUE for any
 * @param minAckSsn it must acknowledge at least this SSN; Long.MIN_VALUE for any
 * @param minDataAck its DATA_ACK must be at or behind this 64-bit value; use with the trait
 *     DATA_ACK
 * @param boundDataAck whether minDataAck counts
 */
public record Watch(
    Object key,
    Side by,
    long traits,
    Subflow on,
    Where where,
    long notBefore,
    long minSsn,
    long minAckSsn,
    long minDataAck,
    boolean boundDataAck) {

  /** Segments of this host with all these traits, on this subflow, from now on. */
  public static Watch on(Subflow subflow, Object key, Side by, long traits) {
    return new Watch(
        key,
        by,
        traits,
        subflow,
        Where.THERE,
        Long.MIN_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE,
        0,
        false);
  }

  /** Segments of this host with all these traits, on any subflow, from now on. */
  public static Watch anywhere(Object key, Side by, long traits) {
    return new Watch(
        key,
        by,
        traits,
        null,
        Where.ANYWHERE,
        Long.MIN_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE,
        0,
        false);
  }

  /** Segments of this host with all these traits, on any other subflow than this one. */
  public static Watch elsewhere(Subflow subflow, Object key, Side by, long traits) {
    return new Watch(
        key,
        by,
        traits,
        subflow,
        Where.ELSEWHERE,
        Long.MIN_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE,
        0,
        false);
  }

  /** The same, not before this capture time. */
  public Watch from(long time) {
    return new Watch(key, by, traits, on, where, time, minSsn, minAckSsn, minDataAck, boundDataAck);
  }

  /** The same, for segments that begin at or behind this SSN. */
  public Watch atOrBehind(long ssn) {
    return new Watch(
        key, by, traits, on, where, notBefore, ssn, minAckSsn, minDataAck, boundDataAck);
  }

  /** The same, for segments that acknowledge at least this SSN. */
  public Watch acknowledging(long ackSsn) {
    return new Watch(
        key, by, traits, on, where, notBefore, minSsn, ackSsn, minDataAck, boundDataAck);
  }

  /** The same, for segments whose DATA_ACK reaches this 64-bit value. */
  public Watch dataAcking(long dataAck) {
    return new Watch(key, by, traits, on, where, notBefore, minSsn, minAckSsn, dataAck, true);
  }

  /** Where to look. */
  public enum Where {
    THERE,
    ELSEWHERE,
    ANYWHERE
  }
}
