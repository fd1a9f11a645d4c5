/**
 * The options of Multipath TCP, of RFC 8684 (version 1) and RFC 6824 (version 0), and what is
 * computed from keys and nonces. Options are read whatever their dialect; which dialect allows them
 * is asked elsewhere.
 */
package org.mptcpscope.dissector.mptcp;
