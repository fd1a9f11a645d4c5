package org.mptcpscope.core.metric;

/**
 * Octets that a host sent once more under another mapping, mostly on another subflow.
 *
 * @param time when, in nanoseconds since the first frame of the connection
 * @param row in the table
 * @param dsn relative, of the first octet
 * @param octets how many
 * @param subflow where they were sent again
 * @param original the row of the first copy, or {@link FirstCopies#UNSEEN}
 * @param delay after the first copy in nanoseconds, or -1
 * @param needless how many of them a Data ACK had covered that passed the vantage before
 */
public record Reinjection(
    long time,
    int row,
    long dsn,
    int octets,
    int subflow,
    int original,
    long delay,
    int needless) {}
