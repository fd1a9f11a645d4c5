/**
 * What all layers of the dissector share: octets, and what is wrong with them. Nothing here knows a
 * protocol.
 */
package org.mptcpscope.dissector;
